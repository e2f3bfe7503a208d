import CSodium

/// The public part of a key that signs answers by phone.
package struct PhoneKey: Hashable, Sendable {
    /// How many bytes it has.
    package static let count = 32
    /// The highest number of a key: it has two bits.
    package static let highestNumber = 3

    /// By which answers name it, from 0 to ``highestNumber``.
    package let number: Int
    /// An element of ristretto255 (RFC 9496, section 4.3.2).
    package let bytes: [UInt8]

    /// - Returns: nothing for bytes that are no element of the group, or the one that proves nothing.
    package init?(number: Int, bytes: [UInt8]) {
        guard 0...Self.highestNumber ~= number, bytes.count == Self.count,
            (try? Sodium.start()) != nil, bytes.contains(where: { $0 != 0 }),
            unsafe crypto_core_ristretto255_is_valid_point(bytes) == 1
        else { return nil }
        self.number = number
        self.bytes = bytes
    }

    /// Whether the signature is this key's over the answer to a request under these terms.
    package func isValid(
        _ signature: PhoneSignature, for request: RequestCode, terms: [UInt8]
    ) -> Bool {
        guard let opened = open(signature) else { return false }
        return opened.fits(PhoneMessage(request, terms: terms))
    }

    /// Computes all of a signature's check that does not depend on what was signed.
    /// - Returns: nothing if it is by another key, or signs nothing.
    package func open(_ signature: PhoneSignature) -> OpenedSignature? {
        guard signature.keyNumber == number else { return nil }
        var (left, right) = (Self.element, Self.element)
        let challenge = signature.challenge.reversed() + [UInt8](repeating: 0, count: 16)
        // Neither is secret, and so is nothing that is computed of them.
        guard unsafe crypto_scalarmult_ristretto255_base(&left, signature.response.reversed()) == 0,
            unsafe crypto_scalarmult_ristretto255(&right, challenge, bytes) == 0
        else { return nil }
        var nonce = Self.element
        guard unsafe crypto_core_ristretto255_sub(&nonce, left, right) == 0,
            nonce.contains(where: { $0 != 0 })
        else { return nil }
        return OpenedSignature(
            challenge: signature.challenge, hash: PhoneHash(key: self, nonce: nonce))
    }

    static var element: [UInt8] { [UInt8](repeating: 0, count: count) }
}

/// A signature of which only what was signed is not looked at yet.
package struct OpenedSignature: Sendable {
    let challenge: [UInt8]
    let hash: PhoneHash

    package func fits(_ message: PhoneMessage) -> Bool {
        hash.challenge(for: message) == challenge
    }

    /// The first of several endings with which a message was signed. Each is as cheap as its own bytes.
    /// - Parameter endings: all of one length.
    package func first<Ending: Sequence<UInt8>>(
        of endings: some Sequence<Ending>, after message: PhoneMessage
    ) -> Ending? {
        var begun: PhoneHash?
        for ending in endings {
            let bytes = Array(ending)
            let start = begun ?? hash.begun(message, endingIn: bytes.count)
            begun = start
            if start.challenge(endingIn: bytes) == challenge { return ending }
        }
        return nil
    }
}
