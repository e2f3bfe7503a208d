import CommandRuns
import GuestMessages
import LicenseBinding
import RedirectedUSB
import SimulatedDevices
import Testing
import VirtualMachine

enum RealKernel {
    /// Gives the test machine to one test, with our udev rule installed or not.
    static func exclusively<Result>(
        withRule hasRule: Bool = true, _ body: (VirtualMachine) async throws -> Result
    ) async throws -> Result {
        try await SharedMachine.exclusively { machine in
            try await hasRule ? machine.installRule() : machine.removeRule()
            return try await body(machine)
        }
    }
}

/// Keybound's programs in the test machine.
extension VirtualMachine {
    /// What `keybound keys list` shows, and how long it took at most.
    func keys(
        as user: GuestUser = .operator, within limit: Duration = .seconds(20)
    ) async throws -> [JSONValue] {
        let result = try await run("keybound keys list --json", as: user, within: limit)
        try #require(result.exitCode == 0, "\(result)")
        return try #require(try JSONScanner.value(of: Array(result.output.utf8))["keys"]?.elements)
    }

    /// Starts `keybound keys watch`, and returns when it watches.
    func watch(_ options: String = "", as user: GuestUser = .operator) async throws -> GuestWatch {
        let program = start("echo $$; exec keybound keys watch --json \(options)", as: user)
        let id = try await program.next(within: .seconds(20)) { $0.source == .output }.text
        _ = try await program.next(within: .seconds(20)) { $0.source == .diagnostics }
        return GuestWatch(program: program, processID: id)
    }

    /// The path of the device's node.
    func node(of port: USBPort) async throws -> String {
        let folder = "/sys/bus/usb/devices/\(port.name)"
        let result = try await run(
            "printf /dev/bus/usb/%03d/%03d $(cat \(folder)/busnum) $(cat \(folder)/devnum)")
        return result.output.split(separator: "\n").first.map(String.init) ?? ""
    }

    static let rule = "/etc/udev/rules.d/70-keybound.rules"

    func removeRule() async throws {
        try await mustRun("rm -f \(Self.rule) \(Self.slowness); udevadm control --reload")
    }

    func installRule() async throws {
        try await removeRule()
        try await mustRun("cp /mnt/rules/*.rules /etc/udev/rules.d; udevadm control --reload")
    }

    private static let slowness = "/etc/udev/rules.d/10-slow.rules"

    /// Lets udev take its time for each USB device, so that the node is there long before all may
    /// open it who are to.
    func slowDownUdev(by seconds: Double) async throws {
        let rule = "ACTION==\"add\", SUBSYSTEM==\"usb\", PROGRAM=\"/usr/bin/sleep \(seconds)\""
        try await mustRun("echo '\(rule)' >\(Self.slowness); udevadm control --reload")
    }

    func mustRun(_ command: String) async throws {
        let result = try await run(command, as: .root)
        try #require(result.exitCode == 0, "\(command): \(result)")
    }
}

extension JSONValue {
    var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}

extension SimulatedDevice {
    static func key(_ serial: String = "30A1B2C3") -> SimulatedDevice {
        .licenseKey(serial: serial)
    }

    /// A key whose serial number the kernel does not get, so that the driver has to ask; its maker
    /// has no run-time (Matrix USB-Key).
    static let reserved = SimulatedDevice.key().with {
        $0.vendorID = 0x0e50
        $0.productID = 0x0001
        $0.answers[.string(3)] = .stall
    }

    /// The same, with an interface that the kernel's HID driver takes.
    static let reservedHID = SimulatedDevice.reserved.with { device in
        device.speed = "12"
        device.interfaces = [SimulatedInterface(classCode: 0x03, endpoints: [0x81, 0x01])]
    }
}

extension USBPort {
    /// From now on a ``SimulatedDevice/reserved`` key answers.
    func loosen() {
        setAnswer(.bytes(SimulatedDevice.stringDescriptor("30A1B2C3")), to: .string(3))
    }
}
