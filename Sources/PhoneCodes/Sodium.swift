import CSodium

/// The library that all computing with secrets is left to.
enum Sodium {
    private static let isReady = sodium_init() >= 0

    static func start() throws(SodiumError) {
        guard isReady else { throw .unusable }
    }
}

/// Why libsodium has not computed.
package enum SodiumError: Error, Hashable, Sendable {
    /// This computer gives it no random numbers.
    case unusable
    case noMemory(bytes: Int)
}
