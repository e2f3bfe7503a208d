package import LicenseBinding

/// A lease as its client has named it: a UUID (RFC 9562).
package struct LeaseID: Hashable, Sendable, CustomStringConvertible {
    /// 16 bytes.
    package let bytes: [UInt8]

    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads 32 hexadecimal digits of either case in their five groups.
    package init?(_ text: String) {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return nil }
        let digits = groups.joined().map(\.hexDigitValue)
        guard text.utf8.count == 36, !digits.contains(nil) else { return nil }
        let values = digits.compactMap(\.self)
        bytes = stride(from: 0, to: 32, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    package var description: String {
        var rest = Hexadecimal.encode(bytes)[...]
        return [8, 4, 4, 4, 12].map { count in
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }.joined(separator: "-")
    }
}

extension Claims {
    package func lease(_ name: String) throws(Defect) -> LeaseID {
        try required(name, parsed(name, as: "a UUID") { LeaseID($0) })
    }
}
