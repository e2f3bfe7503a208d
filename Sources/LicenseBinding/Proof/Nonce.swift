/// 32 random bytes of whoever wants to be convinced. The prover never chooses them: a key that
/// answers without a touch could sign years of proofs in advance.
package struct Nonce: Hashable, Sendable {
    package static let count = 32

    package let bytes: [UInt8]

    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.count else { return nil }
        self.bytes = bytes
    }

    package init(from generator: inout some RandomNumberGenerator) {
        bytes = (0..<Self.count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
    }
}

extension Claims {
    /// A nonce in base64url, which must be there.
    package func nonce(_ name: String) throws(Defect) -> Nonce {
        let nonce = try parsed(name, as: "32 bytes in base64url") { text in
            Base64URL.decode(text).flatMap { Nonce($0) }
        }
        return try required(name, nonce)
    }
}
