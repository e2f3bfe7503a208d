import LicenseBinding

/// A client wants a seat. ID and secret are its own choice: the same ones are the same seat.
package struct SeatClaim: Hashable, Sendable {
    package let lease: LeaseID
    /// The hash of what only the client knows.
    package let secretHash: [UInt8]
    package let pool: SeatPool.ID
    package let holder: SeatHolder
    /// Whether it waits where there is none.
    package let waits: Bool

    package init(
        lease: LeaseID, secretHash: [UInt8], pool: SeatPool.ID, holder: SeatHolder,
        waits: Bool = false
    ) {
        self.lease = lease
        self.secretHash = secretHash
        self.pool = pool
        self.holder = holder
        self.waits = waits
    }

    /// Whether it is for the seat that a lease is of. A client may come back from another address.
    func isSame(as lease: SeatLease) -> Bool {
        lease.pool == pool && lease.holder.user == holder.user && lease.holder.host == holder.host
    }
}

/// A lease as its client has named it: a UUID (RFC 9562).
package struct LeaseID: Hashable, Sendable, CustomStringConvertible {
    /// 16 bytes.
    private let bytes: [UInt8]

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
