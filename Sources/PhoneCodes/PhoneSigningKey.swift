import CSodium

/// A private key that signs answers by phone.
package struct PhoneSigningKey: Sendable {
    /// How many bytes the seed has.
    package static let seedSize = 32

    package let publicKey: PhoneKey
    /// 32 bytes, the lowest first.
    private let scalar: [UInt8]
    /// What makes nonces secret even where random numbers are not.
    private let prefix: [UInt8]

    /// - Parameter seed: 32 random bytes, which are kept.
    package init(number: Int, seed: [UInt8]) throws(SodiumError) {
        precondition(seed.count == Self.seedSize, "a seed has 32 bytes")
        try Sodium.start()
        let scalar = Self.reduced(Self.hash(Array("keybound phone key v1\0".utf8) + seed))
        var point = PhoneKey.element
        guard unsafe crypto_scalarmult_ristretto255_base(&point, scalar) == 0,
            let publicKey = PhoneKey(number: number, bytes: point)
        else { throw .unusable }
        self.scalar = scalar
        self.publicKey = publicKey
        prefix = Array(Self.hash(Array("keybound phone nonce v1\0".utf8) + seed).prefix(32))
    }

    /// Signs the answer to a request under terms.
    /// - Parameter random: 32 random bytes, so that a fault in computing tells nothing of the key.
    package func signature(
        for request: RequestCode, terms: [UInt8], random: [UInt8]
    ) throws(SodiumError) -> PhoneSignature {
        let message = PhoneMessage(request, terms: terms)
        let nonce = Self.reduced(Self.hash(prefix + random + message.bytes))
        var point = PhoneKey.element
        guard unsafe crypto_scalarmult_ristretto255_base(&point, nonce) == 0 else {
            throw .unusable
        }
        let challenge = PhoneHash(key: publicKey, nonce: point).challenge(for: message)
        let number = challenge.reversed() + [UInt8](repeating: 0, count: 16)
        var (product, response) = (PhoneKey.element, PhoneKey.element)
        unsafe crypto_core_ristretto255_scalar_mul(&product, number, scalar)
        unsafe crypto_core_ristretto255_scalar_add(&response, product, nonce)
        let signature = PhoneSignature(
            keyNumber: publicKey.number, challenge: challenge, response: response.reversed())
        // What was computed wrongly, or is one of the few that nobody takes, is not given away.
        guard publicKey.isValid(signature, for: request, terms: terms) else { throw .unusable }
        return signature
    }

    private static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha512_BYTES))
        unsafe crypto_hash_sha512(&hash, bytes, UInt64(bytes.count))
        return hash
    }

    private static func reduced(_ hash: [UInt8]) -> [UInt8] {
        var scalar = PhoneKey.element
        unsafe crypto_core_ristretto255_scalar_reduce(&scalar, hash)
        return scalar
    }
}

extension PhoneSigningKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "phone key \(publicKey.number)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
