import CSodium

/// 76 bits that stand for a document: Argon2id (RFC 9106) of its bytes, made slow so that nobody finds a second document
/// for the same bits: 2³⁸ attempts, each as slow.
package struct Commitment: Hashable, Sendable {
    static let highest: UInt128 = 1 << 76 - 1
    /// Three passes over 64 MiB in one lane.
    private static let (passes, memory): (UInt64, Int) = (3, 64 << 20)
    private static let domain = "keybound 1"

    let value: UInt128

    init(_ value: UInt128) {
        self.value = value
    }

    /// Takes some 100 ms and 64 MiB. The salt is the text `keybound 1`, the entitlement number in 5 bytes, the highest
    /// first, and the kind in one.
    /// - Throws: when there is not so much memory.
    package init(
        to document: [UInt8], _ kind: RequestCode.Kind, entitlement: UInt64
    ) throws(SodiumError) {
        try Sodium.start()
        let number = [32, 24, 16, 8, 0].map { UInt8(truncatingIfNeeded: entitlement >> UInt64($0)) }
        let salt = Array(Self.domain.utf8) + number + [UInt8(kind.rawValue)]
        precondition(salt.count == Int(crypto_pwhash_SALTBYTES), "a salt has 16 bytes")
        var hash = [UInt8](repeating: 0, count: 16)
        let status = unsafe crypto_pwhash(
            &hash, UInt64(hash.count), document.map { CChar(bitPattern: $0) },
            UInt64(document.count), salt, Self.passes, Self.memory, crypto_pwhash_ALG_ARGON2ID13)
        guard status == 0 else { throw .noMemory(bytes: Self.memory) }
        value = hash.reduce(UInt128(0)) { $0 << 8 | UInt128($1) } >> 52
    }
}
