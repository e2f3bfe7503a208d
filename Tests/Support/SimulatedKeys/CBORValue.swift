/// A data item of CBOR (RFC 8949), as far as authenticators use it.
enum CBORValue: Hashable {
    case integer(Int)
    case bytes([UInt8])
    case text(String)
    case array([CBORValue])
    case map([Member])
    case bool(Bool)

    struct Member: Hashable {
        let key: CBORValue
        let value: CBORValue
    }

    /// A map of members, in the order that CTAP demands of whoever writes it (CTAP 2.1, section 8).
    static func map(_ members: KeyValuePairs<CBORValue, CBORValue>) -> CBORValue {
        .map(members.map { Member(key: $0.key, value: $0.value) })
    }

    subscript(key: CBORValue) -> CBORValue? {
        guard case .map(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
    var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }
    var elements: [CBORValue]? { if case .array(let elements) = self { elements } else { nil } }
}

extension CBORValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByBooleanLiteral
{
    init(integerLiteral value: Int) { self = .integer(value) }
    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension CBORValue {
    var encoded: [UInt8] {
        switch self {
        case .integer(let value):
            value < 0 ? Self.head(1, -1 - value) : Self.head(0, value)
        case .bytes(let bytes): Self.head(2, bytes.count) + bytes
        case .text(let text): Self.head(3, text.utf8.count) + Array(text.utf8)
        case .array(let elements): Self.head(4, elements.count) + elements.flatMap(\.encoded)
        case .map(let members):
            Self.head(5, members.count) + members.flatMap { $0.key.encoded + $0.value.encoded }
        case .bool(let bool): [bool ? 0xf5 : 0xf4]
        }
    }

    private static func head(_ major: UInt8, _ value: Int) -> [UInt8] {
        let type = major << 5
        return switch value {
        case ..<24: [type | UInt8(value)]
        case ..<256: [type | 24, UInt8(value)]
        case ..<65536: [type | 25, UInt8(value >> 8), UInt8(value & 255)]
        default: [type | 26] + (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) }
        }
    }

    /// - Returns: nothing unless the bytes are one item, of the kinds above.
    init?(decoding bytes: [UInt8]) {
        var rest = bytes[...]
        guard let value = CBORValue(reading: &rest, depth: 0), rest.isEmpty else { return nil }
        self = value
    }

    private init?(reading rest: inout ArraySlice<UInt8>, depth: Int) {
        guard depth < 8, let first = rest.popFirst() else { return nil }
        if first == 0xf4 || first == 0xf5 {
            self = .bool(first == 0xf5)
            return
        }
        guard let count = Self.number(first & 31, &rest) else { return nil }
        switch first >> 5 {
        case 0: self = .integer(count)
        case 1: self = .integer(-1 - count)
        case 2, 3:
            guard count <= rest.count else { return nil }
            let content = Array(rest.prefix(count))
            rest.removeFirst(count)
            self =
                first >> 5 == 2 ? .bytes(content) : .text(String(decoding: content, as: UTF8.self))
        case 4:
            var elements: [CBORValue] = []
            for _ in 0..<min(count, rest.count + 1) {
                guard let value = CBORValue(reading: &rest, depth: depth + 1) else { return nil }
                elements.append(value)
            }
            self = .array(elements)
        case 5:
            var members: [Member] = []
            for _ in 0..<min(count, rest.count + 1) {
                guard let key = CBORValue(reading: &rest, depth: depth + 1),
                    let value = CBORValue(reading: &rest, depth: depth + 1)
                else { return nil }
                members.append(Member(key: key, value: value))
            }
            self = .map(members)
        default: return nil
        }
    }

    private static func number(_ short: UInt8, _ rest: inout ArraySlice<UInt8>) -> Int? {
        guard short >= 24 else { return Int(short) }
        let length = [24: 1, 25: 2, 26: 4][Int(short)]
        guard let length, length <= rest.count else { return nil }
        let value = rest.prefix(length).reduce(0) { $0 << 8 | Int($1) }
        rest.removeFirst(length)
        return value
    }
}
