/// What a computer without network asks for, as 48 digits to be read out: 8 groups of 5 digits and a check digit.
///
/// The 40 digits stand for 132 bits: version (3), kind (3), entitlement number (40), commitment (76) and the CRC-10 of
/// all before it (10). The check digit of a group is that of Damm, which starts from the number of the group, from 1.
package struct RequestCode: Hashable, Sendable {
    package enum Kind: Int, CaseIterable, Sendable {
        case firstRun
        /// By an unused backup PIN.
        case recovery
        /// Key and computer are what they were.
        case recoveryUnchanged
        /// For some days, as the only key has died.
        case emergency
    }

    package static let groupCount = 8
    package static let groupSize = 6
    package static let digitCount = groupCount * groupSize
    /// The highest entitlement number.
    package static let highestEntitlement: UInt64 = 1 << 40 - 1
    private static let version: UInt128 = 1
    private static let bodyBits = 122

    package let kind: Kind
    package let entitlement: UInt64
    package let commitment: Commitment

    /// - Parameter entitlement: at most ``highestEntitlement``.
    package init(_ kind: Kind, entitlement: UInt64, commitment: Commitment) {
        precondition(entitlement <= Self.highestEntitlement, "an entitlement number has 40 bits")
        self.kind = kind
        self.entitlement = entitlement
        self.commitment = commitment
    }

    /// The 48 digits.
    package var digits: [UInt8] {
        let body =
            Self.version << 119 | UInt128(kind.rawValue) << 116 | UInt128(entitlement) << 76
            | commitment.value
        let low = body << 10 | UInt128(CRC10.of(body, bits: Self.bodyBits))
        let bytes =
            [UInt8(body >> 118)]
            + (0..<16).map { UInt8(truncatingIfNeeded: low >> UInt128(120 - 8 * $0)) }
        guard let data = DecimalNumber.digits(of: bytes, count: 40) else {
            preconditionFailure("132 bits fit into 40 digits")
        }
        return (0..<Self.groupCount).flatMap { group in
            let part = data[group * 5..<group * 5 + 5]
            return part + [Damm.digit(of: part, from: group + 1)]
        }
    }

    /// The 48 digits, one after the other.
    package var text: String { digits.digitText }

    /// The groups, with a space between them.
    package var printed: String { digits.digitText(inGroupsOf: Self.groupSize) }

    /// Reads what was heard or typed: digits in groups or not.
    package init(_ text: String) throws(RequestCodeDefect) {
        guard text.utf8.count <= 1024, let digits = text.typedDigits else { throw .characters }
        guard digits.count == Self.digitCount else {
            throw .length(digits.count, groups: Self.unfitGroups(of: text))
        }
        let groups = (0..<Self.groupCount).map {
            digits[$0 * Self.groupSize..<($0 + 1) * Self.groupSize]
        }
        let wrong = groups.indices.filter { !Damm.isRight(groups[$0], from: $0 + 1) }
        guard wrong.isEmpty else { throw .groups(wrong.map { $0 + 1 }) }
        guard let bytes = DecimalNumber.bytes(of: groups.flatMap { $0.dropLast() }, count: 17),
            bytes[0] < 16
        else { throw .checksum }
        let low = bytes.dropFirst().reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        let body = UInt128(bytes[0]) << 118 | low >> 10
        guard CRC10.of(body, bits: Self.bodyBits) == UInt16(low & 0x3ff) else { throw .checksum }
        guard body >> 119 == Self.version else { throw .version(Int(body >> 119)) }
        let number = Int(body >> 116 & 7)
        guard let kind = Kind(rawValue: number) else { throw .kind(number) }
        self.init(
            kind, entitlement: UInt64(truncatingIfNeeded: body >> 76) & Self.highestEntitlement,
            commitment: Commitment(body & Commitment.highest))
    }

    /// Where the groups were typed apart: those that have not their six digits.
    private static func unfitGroups(of text: String) -> [Int] {
        let groups = text.split { !$0.isASCII || !$0.isNumber }
        guard groups.count == groupCount else { return [] }
        return groups.indices.filter { groups[$0].count != groupSize }.map { $0 + 1 }
    }
}

/// Why digits are no request.
package enum RequestCodeDefect: Error, Hashable, Sendable {
    /// Something else than digits, spaces and dashes.
    case characters
    /// There are so many digits, and these groups, from 1, have not six.
    case length(Int, groups: [Int])
    /// These groups, from 1, were misheard or mistyped.
    case groups([Int])
    /// Each group looks right, and they do not go together: one is from elsewhere, or has two mistakes.
    case checksum
    /// It is of another version of this program.
    case version(Int)
    case kind(Int)
}
