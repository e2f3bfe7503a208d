/// A data item of CBOR (RFC 8949), as far as authenticators use it.
package enum CBORValue: Hashable, Sendable {
    case integer(Int)
    case bytes([UInt8])
    case text(String)
    case array([CBORValue])
    case map([Member])
    case bool(Bool)

    package struct Member: Hashable, Sendable {
        package let key: CBORValue
        package let value: CBORValue

        package init(key: CBORValue, value: CBORValue) {
            self.key = key
            self.value = value
        }
    }

    package subscript(key: CBORValue) -> CBORValue? {
        guard case .map(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    package var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    package var text: String? { if case .text(let text) = self { text } else { nil } }
    package var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
    package var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }
    package var elements: [CBORValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}

extension CBORValue {
    /// CTAP allows four levels (CTAP 2.1, section 8).
    private static let mostLevels = 4

    /// Reads one item in the form that CTAP demands: definite and shortest lengths, no member twice.
    /// - Returns: nothing for anything else, and for kinds that no answer has.
    package init?(decoding bytes: [UInt8]) {
        var rest = bytes[...]
        guard let value = CBORValue(reading: &rest, level: 1), rest.isEmpty else { return nil }
        self = value
    }

    /// Takes one item off the front.
    package init?(reading rest: inout ArraySlice<UInt8>, level: Int = 1) {
        guard level <= Self.mostLevels + 1, let first = rest.popFirst() else { return nil }
        switch first {
        case 0xf4: self = .bool(false)
        case 0xf5: self = .bool(true)
        default:
            guard let number = Self.number(first & 0x1f, &rest),
                let value = Self.value(ofKind: first >> 5, number, &rest, level)
            else { return nil }
            self = value
        }
    }

    private static func value(
        ofKind kind: UInt8, _ number: Int, _ rest: inout ArraySlice<UInt8>, _ level: Int
    ) -> CBORValue? {
        switch kind {
        case 0: .integer(number)
        case 1: .integer(-1 - number)
        case 2: take(number, &rest).map { .bytes($0) }
        case 3:
            take(number, &rest).flatMap { String(validating: $0, as: UTF8.self) }.map { .text($0) }
        case 4: elements(number, &rest, level).map { .array($0) }
        case 5: members(number, &rest, level).map { .map($0) }
        default: nil
        }
    }

    private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard count <= rest.count else { return nil }
        defer { rest.removeFirst(count) }
        return Array(rest.prefix(count))
    }

    private static func elements(
        _ count: Int, _ rest: inout ArraySlice<UInt8>, _ level: Int
    ) -> [CBORValue]? {
        // Each takes a byte at least.
        guard count <= rest.count else { return nil }
        var elements: [CBORValue] = []
        for _ in 0..<count {
            guard let value = CBORValue(reading: &rest, level: level + 1) else { return nil }
            elements.append(value)
        }
        return elements
    }

    private static func members(
        _ count: Int, _ rest: inout ArraySlice<UInt8>, _ level: Int
    ) -> [Member]? {
        guard count <= rest.count / 2 else { return nil }
        var members: [Member] = []
        for _ in 0..<count {
            guard let key = CBORValue(reading: &rest, level: level + 1),
                let value = CBORValue(reading: &rest, level: level + 1)
            else { return nil }
            members.append(Member(key: key, value: value))
        }
        return Set(members.map(\.key)).count == count ? members : nil
    }

    /// The number that the first byte begins; nothing if a shorter form would do.
    private static func number(_ short: UInt8, _ rest: inout ArraySlice<UInt8>) -> Int? {
        let (length, least) =
            switch short {
            case ..<24: (0, 0)
            case 24: (1, 24)
            case 25: (2, 0x100)
            case 26: (4, 0x10000)
            default: (-1, 0)
            }
        guard length > 0 else { return length == 0 ? Int(short) : nil }
        guard let bytes = take(length, &rest) else { return nil }
        let number = bytes.reduce(0) { $0 << 8 | Int($1) }
        return number >= least ? number : nil
    }
}
