package import SeatProtocol

/// A client wants a seat. ID and secret are its own choice: the same ones are the same seat.
package struct SeatClaim: Hashable, Sendable {
    package let lease: LeaseID
    /// The hash of what only the client knows.
    package let secretHash: [UInt8]
    package let pool: SeatPool.ID
    package let holder: SeatHolder
    /// Whether it waits where there is none.
    package let waits: Bool
    /// What the wall clock says, in seconds since 1970: for people alone.
    package let time: Int64

    package init(
        lease: LeaseID, secretHash: [UInt8], pool: SeatPool.ID, holder: SeatHolder,
        waits: Bool = false, time: Int64 = 0
    ) {
        self.lease = lease
        self.secretHash = secretHash
        self.pool = pool
        self.holder = holder
        self.waits = waits
        self.time = time
    }

    /// The same without a place in the queue.
    package var withoutWaiting: SeatClaim {
        SeatClaim(lease: lease, secretHash: secretHash, pool: pool, holder: holder, time: time)
    }

    /// Whether it is for the seat that a lease is of. A client may come back from another address.
    func isSame(as lease: SeatLease) -> Bool {
        lease.pool == pool && lease.holder.user == holder.user && lease.holder.host == holder.host
    }
}
