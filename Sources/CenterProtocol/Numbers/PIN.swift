import PhoneCodes

/// One of a kit's PINs: 15 digits, or 16 in a basic kit; the last is a check digit. It is a secret: it has no
/// description, so that none gets into a log.
package struct PIN: Hashable, Sendable {
    package enum Kind: Int, CaseIterable, Sendable {
        case standard = 15
        case basic = 16
    }

    package let kind: Kind
    /// Its digits in ASCII, as they are hashed.
    package let digits: [UInt8]

    /// Reads what was typed: digits in groups or not, by spaces or dashes.
    package init(_ text: String) throws(PINDefect) {
        guard text.utf8.count <= 256, let digits = text.typedDigits else { throw .characters }
        guard let kind = Kind(rawValue: digits.count) else { throw .length(digits.count) }
        guard CheckDigit.isRight(digits) else { throw .checkDigit }
        self.init(kind, digits)
    }

    /// A new PIN of random digits.
    package init(_ kind: Kind, using generator: inout some RandomNumberGenerator) {
        self.init(kind, CheckDigit.digits(random: kind.rawValue, using: &generator))
    }

    private init(_ kind: Kind, _ digits: [UInt8]) {
        self.kind = kind
        self.digits = digits.map { $0 + 0x30 }
    }

    /// The digits alone, for requests.
    var text: String { String(decoding: digits, as: UTF8.self) }

    /// As it is printed on the kit's sheet: groups of three digits, or of four.
    package var printed: String {
        let size = kind == .basic ? 4 : 3
        return stride(from: 0, to: digits.count, by: size)
            .map { String(decoding: digits[$0..<min($0 + size, digits.count)], as: UTF8.self) }
            .joined(separator: "-")
    }
}

extension PIN: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "a PIN of \(kind.rawValue) digits" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why what was typed is no PIN.
package enum PINDefect: Error, Hashable, Sendable {
    /// Something else than digits, spaces and dashes.
    case characters
    case length(Int)
    case checkDigit
}
