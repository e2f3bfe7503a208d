import LicenseBinding

/// Which of a workplace's PINs it is.
package enum PINPosition: Hashable, Sendable {
    case main
    case backup1
    case backup2
    /// One that was given later, from 1.
    case additional(Int)

    package var isBackup: Bool { self != .main }

    /// Its place among the PINs of a workplace.
    package var place: Int {
        switch self {
        case .main: 0
        case .backup1: 1
        case .backup2: 2
        case .additional(let number): 2 + number
        }
    }
}

extension PINPosition: RawRepresentable {
    private static let (prefix, most) = ("additional-", 10_000)

    package init?(rawValue: String) {
        switch rawValue {
        case "main": self = .main
        case "backup-1": self = .backup1
        case "backup-2": self = .backup2
        default:
            guard rawValue.hasPrefix(Self.prefix),
                let number = Int(rawValue.dropFirst(Self.prefix.count)), 1...Self.most ~= number,
                "\(Self.prefix)\(number)" == rawValue
            else { return nil }
            self = .additional(number)
        }
    }

    package var rawValue: String {
        switch self {
        case .main: "main"
        case .backup1: "backup-1"
        case .backup2: "backup-2"
        case .additional(let number): "\(Self.prefix)\(number)"
        }
    }
}

extension PINPosition: CaseIterable {
    /// Those that every workplace has.
    package static var allCases: [PINPosition] { [.main, .backup1, .backup2] }
}
