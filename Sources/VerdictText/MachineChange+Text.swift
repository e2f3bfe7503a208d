package import LicenseBinding

extension MachinePart {
    package var text: String {
        switch self {
        case .osName: "operating system"
        case .osVersion: "system version"
        case .systemID: "system ID"
        case .installDate: "install date"
        case .hostName: "host name"
        case .board: "board"
        case .firmware: "firmware"
        case .processor: "processor"
        case .networkAdapter: "network adapter"
        case .disk: "disk"
        }
    }
}

extension MachineChange {
    package var text: String {
        switch self {
        case .missing(let part, let name?): "\(part.text) \(name) is gone"
        case .missing(let part, nil): "a \(part.text) is gone"
        case .added(let part, let name): "\(part.text) \(name) is new"
        case .memoryShrunk(let old, let new):
            "memory shrank from \(old.gibibytes) to \(new.gibibytes)"
        case .memoryGrown(let old, let new): "memory grew from \(old.gibibytes) to \(new.gibibytes)"
        }
    }
}

extension [MachineChange] {
    package var text: String { map(\.text).joined(separator: "; ") }
}

extension Int64 {
    /// Bytes in whole GiB.
    package var gibibytes: String { "\(self >> 30) GiB" }
}
