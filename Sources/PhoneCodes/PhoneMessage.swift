import CSodium

/// What an answer signs: the 48 digits of the request in ASCII, and the record of the terms.
package struct PhoneMessage: Sendable {
    let bytes: [UInt8]

    /// - Parameter terms: the record, or its beginning.
    package init(_ request: RequestCode, terms: [UInt8]) {
        bytes = Array(request.text.utf8) + terms
    }
}

/// The hash of which the challenge is made: SHA-512 of domain, key number, key, nonce, the message's length in 8 bytes,
/// the highest first, and the message.
struct PhoneHash: Sendable {
    private static let domain = "keybound phone answer v1\0"
    private static let challengeSize = 16

    private var state = crypto_hash_sha512_state()

    init(key: PhoneKey, nonce: [UInt8]) {
        unsafe crypto_hash_sha512_init(&state)
        add(Array(Self.domain.utf8) + [UInt8(key.number)] + key.bytes + nonce)
    }

    private mutating func add(_ bytes: [UInt8]) {
        unsafe crypto_hash_sha512_update(&state, bytes, UInt64(bytes.count))
    }

    /// The hash after the beginning of a message.
    func begun(_ message: PhoneMessage, endingIn count: Int) -> PhoneHash {
        var hash = self
        let length = UInt64(message.bytes.count + count)
        hash.add((0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) } + message.bytes)
        return hash
    }

    func challenge(endingIn ending: [UInt8]) -> [UInt8] {
        var hash = self
        hash.add(ending)
        var bytes = [UInt8](repeating: 0, count: Int(crypto_hash_sha512_BYTES))
        unsafe crypto_hash_sha512_final(&hash.state, &bytes)
        return Array(bytes.prefix(Self.challengeSize))
    }

    func challenge(for message: PhoneMessage) -> [UInt8] {
        begun(message, endingIn: 0).challenge(endingIn: [])
    }
}
