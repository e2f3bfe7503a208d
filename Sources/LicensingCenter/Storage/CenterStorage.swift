/// Where a center keeps what it knows. Whoever implements it makes sure that a transaction is kept whole or not at all,
/// and that its result is given only once it is kept for good.
package protocol CenterStorage: Sendable {
    /// Runs one transaction after the other. What it throws takes back all that it did.
    func write<Value: Sendable>(
        _ work: @escaping @Sendable (any CenterTransaction) throws -> Value
    ) async throws -> Value

    /// Looks at one state of all that is kept.
    func read<Value: Sendable>(
        _ work: @escaping @Sendable (any CenterTransaction) throws -> Value
    ) async throws -> Value
}
