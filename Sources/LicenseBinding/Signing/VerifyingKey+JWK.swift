extension VerifyingKey {
    /// The key as a JSON Web Key (RFC 8037, section 2).
    package var jwk: JSONObject {
        JSONObject([
            "kty": "OKP", "crv": "Ed25519", "x": .string(Base64URL.encode(bytes)),
            "kid": .string(thumbprint), "use": "sig", "alg": "EdDSA",
        ])
    }

    /// The key in a document of its own, or as a member that may have others beside it: `{"jwk": …}`.
    package var document: JSONObject { JSONObject(["jwk": .object(jwk)]) }

    package init(document claims: Claims) throws(Defect) {
        try self.init(jwk: claims.required("jwk", claims.claims("jwk")))
    }

    /// Reads a public JWK. One that holds a private part (`d`) is refused: it was not to be given
    /// away, and whoever sends it must know.
    package init(jwk: Claims) throws(Defect) {
        guard !jwk.has("d") else {
            throw .claim("d", expected: "no private key, but the public one alone")
        }
        try jwk.require("kty", "OKP")
        try jwk.require("crv", "Ed25519")
        let key = try jwk.parsed("x", as: "32 bytes in base64url") { text in
            Base64URL.decode(text).flatMap { VerifyingKey($0) }
        }
        self = try jwk.required("x", key)
        if let kid = try jwk.string("kid"), kid != thumbprint {
            throw .claim("kid", expected: "the thumbprint \(thumbprint)")
        }
    }
}

extension Claims {
    /// Makes sure that a member is exactly this string.
    package func require(_ name: String, _ text: String) throws(Defect) {
        let found = try parsed(name, as: text) { $0 == text ? $0 : nil }
        _ = try required(name, found)
    }
}
