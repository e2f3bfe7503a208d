/// Where leases are kept, so that a server that dies loses no seat that it has granted, and grants none twice.
package protocol SeatStorage: Sendable {
    /// Keeps changes in their order for good, all of them or none.
    /// - Throws: where nothing was kept.
    func keep(_ changes: [SeatChange], at now: SeatTime) async throws

    /// All leases that were kept. Those that are borrowed last as long as they did when that was written down last.
    func leases(at now: SeatTime) async throws -> [SeatLease]

    /// Seats that were taken away, the last ones first.
    func writeOffs(atMost count: Int) async throws -> [(lease: SeatLease, note: SeatWriteOff)]

    /// The computers that may take seats over the network.
    func clients() async throws -> [EnrolledClient]

    /// Adds one, in place of one of this name.
    func add(_ client: EnrolledClient) async throws

    func removeClient(named name: String) async throws
}
