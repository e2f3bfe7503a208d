/// What a FIDO2 key made at its enrollment, and proves itself with ever after.
package struct KeyCredential: Hashable, Sendable {
    /// The most bytes of a credential ID (CTAP 2.1, section 6.1.1: it is stored in 16 bits, and no
    /// authenticator needs a kibibyte).
    package static let mostBytes = 1023

    package let key: CredentialKey
    /// For whom the key made it (`rp.id`); no other relying party gets an answer.
    package let relyingParty: String
    /// The credential ID. Not a secret, and of no use without the key that made it.
    package let id: [UInt8]
    package let model: AAGUID

    package init(key: CredentialKey, relyingParty: String, id: [UInt8], model: AAGUID) {
        self.key = key
        self.relyingParty = relyingParty
        self.id = id
        self.model = model
    }

    package var keyID: KeyID { .fido2(thumbprint: key.thumbprint) }

    /// Whether a key cannot tell them apart: the model is what others say of it.
    package func isSame(as other: KeyCredential) -> Bool {
        key == other.key && relyingParty == other.relyingParty && id == other.id
    }
}

extension KeyCredential {
    /// Reads `cnf` (RFC 7800, section 3.2) and `fido2`, as they stand with a bound key.
    package init(_ claims: Claims) throws(Defect) {
        let confirmation = try claims.required("cnf", claims.claims("cnf"))
        key = try CredentialKey(jwk: confirmation.required("jwk", confirmation.claims("jwk")))
        let fido2 = try claims.required("fido2", claims.claims("fido2"))
        relyingParty = try fido2.text("rpID")
        let id = try fido2.parsed("credential", as: "a credential ID in base64url") { text in
            Base64URL.decode(text).flatMap { 1...Self.mostBytes ~= $0.count ? $0 : nil }
        }
        self.id = try fido2.required("credential", id)
        model = try fido2.required(
            "aaguid", fido2.parsed("aaguid", as: "an AAGUID") { AAGUID($0) })
    }

    package var members: JSONObject {
        JSONObject([
            "cnf": .object(JSONObject(["jwk": .object(key.jwk)])),
            "fido2": .object(
                JSONObject([
                    "rpID": .string(relyingParty), "credential": .string(Base64URL.encode(id)),
                    "aaguid": .string(model.description),
                ])),
        ])
    }
}
