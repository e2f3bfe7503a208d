package import LicenseBinding

extension MachineParameters {
    /// An office computer with two disks, two processors of one model and 16 GiB.
    package static let sample = MachineParameters(values: sampleValues, memory: 16 << 30)

    package static let sampleValues: [MachinePart: [String]] = [
        .osName: ["Debian GNU/Linux"], .osVersion: ["12.5"],
        .systemID: ["0123456789abcdef0123456789abcdef"], .installDate: ["2026-01-02"],
        .hostName: ["workplace-1"], .board: ["Example Board 7"], .firmware: ["Example 1.2"],
        .processor: ["Example CPU 8", "Example CPU 8"], .networkAdapter: ["52:54:00:00:00:01"],
        .disk: ["Example Disk A1", "Example Disk B2"],
    ]

    /// The sample computer with other values of some parts.
    package static func sample(
        changing parts: [MachinePart: [String]], memory: Int64 = 16 << 30
    ) -> MachineParameters {
        MachineParameters(
            values: sampleValues.merging(parts) { _, new in new }, memory: memory)
    }
}

extension MachineBinding {
    package static func sample(
        _ policy: Policy = .tolerant, deviceKey: VerifyingKey? = nil
    ) -> MachineBinding {
        MachineBinding(
            .sample, policy: policy, salt: [UInt8](repeating: 7, count: 16), deviceKey: deviceKey)
    }
}
