package import FileSystem
package import LicenseBinding

/// Reads what a computer is recognized by.
///
/// Everything comes from files that every user may read, so that all users see one computer. A part
/// that cannot be read is left out; the reading itself never fails.
package struct MachineReader: Sendable {
    /// The most values of one part that are taken.
    private static let most = 256

    private let files: SystemFiles

    /// - Parameter sysroot: the root folder of the computer: `/`, or a copy of another one's files.
    package init(sysroot: Folder = Folder("/")) {
        files = SystemFiles(below: sysroot)
    }

    /// The parameters as they are now. Memory that cannot be read is 0.
    package func parameters() -> MachineParameters {
        var values: [MachinePart: [String]] = [:]
        for part in MachinePart.allCases { values[part] = Array(read(part).prefix(Self.most)) }
        return MachineParameters(values: values, memory: MemoryReader.bytes(files))
    }

    private func read(_ part: MachinePart) -> [String] {
        switch part {
        case .osName: one(SystemReader.name(files))
        case .osVersion: one(SystemReader.version(files))
        case .systemID: one(SystemIDReader.id(files))
        case .installDate: one(SystemIDReader.installDate(files))
        case .hostName: one(HostNameReader.name(files))
        case .board: one(BoardReader.board(files))
        case .firmware: one(BoardReader.firmware(files))
        case .processor: ProcessorReader.processors(files)
        case .networkAdapter: NetworkAdapterReader.adapters(files)
        case .disk: DiskReader.disks(files)
        }
    }

    private func one(_ value: String?) -> [String] {
        value.map { [$0] } ?? []
    }
}
