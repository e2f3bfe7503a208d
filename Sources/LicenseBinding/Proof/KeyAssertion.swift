/// What a FIDO2 key signed (CTAP 2.1, section 6.2), not yet believed.
package struct KeyAssertion: Hashable, Sendable {
    /// The key's own data, as the key sent it: see ``AuthenticatorData``.
    package let authenticatorData: [UInt8]
    /// A DER signature over that data and the challenge.
    package let signature: [UInt8]

    package init(authenticatorData: [UInt8], signature: [UInt8]) {
        self.authenticatorData = authenticatorData
        self.signature = signature
    }
}
