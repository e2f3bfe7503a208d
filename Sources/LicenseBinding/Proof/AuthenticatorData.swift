/// A key's own part of an assertion (WebAuthn Level 2, section 6.1): whom it is for, what the key
/// saw, how often it signed. Silent assertions carry nothing more.
struct AuthenticatorData: Hashable {
    /// SHA-256 of the relying party's ID.
    let relyingPartyHash: [UInt8]
    let flags: UInt8
    /// Rises with each signature, or stays 0.
    let counter: UInt32

    /// Bit 2, that the user was verified: some keys do so once and remember it.
    private static let verified: UInt8 = 0x04

    /// Whether nobody touched the key, nor may the credential be copied elsewhere.
    var isSilent: Bool { flags & ~Self.verified == 0 }

    init?(_ bytes: [UInt8]) {
        guard bytes.count == 37 else { return nil }
        relyingPartyHash = Array(bytes[..<32])
        flags = bytes[32]
        counter = bytes[33...].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
