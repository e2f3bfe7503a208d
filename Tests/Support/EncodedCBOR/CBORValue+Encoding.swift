package import CBOR

extension CBORValue {
    /// A map of members, in the order that CTAP demands of whoever writes it (CTAP 2.1, section 8).
    package static func map(_ members: KeyValuePairs<CBORValue, CBORValue>) -> CBORValue {
        .map(members.map { Member(key: $0.key, value: $0.value) })
    }
}

extension CBORValue: ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral,
    ExpressibleByBooleanLiteral
{
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(stringLiteral value: String) { self = .text(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension CBORValue {
    package var encoded: [UInt8] {
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
}
