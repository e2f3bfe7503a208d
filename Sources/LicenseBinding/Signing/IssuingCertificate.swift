package import FoundationEssentials

/// The root's word for an issuing key: which key, from when to when, for which purposes.
package struct IssuingCertificate: Hashable, Sendable {
    /// What an issuing key may sign.
    package enum Purpose: String, CaseIterable, Sendable {
        case license, revocations, catalog, time
    }

    package let publisher: String
    package let key: VerifyingKey
    package let notBefore: Date
    package let expires: Date
    package let purposes: Set<Purpose>

    package init(
        publisher: String, key: VerifyingKey, notBefore: Date, expires: Date,
        purposes: Set<Purpose>
    ) {
        self.publisher = publisher
        self.key = key
        self.notBefore = notBefore
        self.expires = expires
        self.purposes = purposes
    }

    init(_ claims: Claims) throws(Defect) {
        publisher = try claims.text("iss")
        key = try VerifyingKey(jwk: claims.required("jwk", claims.claims("jwk")))
        notBefore = try claims.required("nbf", claims.date("nbf"))
        expires = try claims.required("exp", claims.date("exp"))
        // A purpose of a later version is not one of ours, and so is left out.
        let names = try claims.required("purposes", claims.strings("purposes"))
        purposes = Set(names.compactMap(Purpose.init))
    }

    /// The signed certificate, a JWS of type `issuer+jwt`.
    package func signed(by root: some SigningKey) throws -> String {
        let header = JSONObject([
            "alg": "EdDSA", "typ": .string(DocumentType.issuer.rawValue),
            "kid": .string(root.publicKey.thumbprint),
        ])
        let names = Purpose.allCases.filter(purposes.contains).map(\.rawValue)
        let payload = JSONObject([
            "iss": .string(publisher), "jwk": .object(key.jwk),
            "nbf": .integer(notBefore.seconds), "exp": .integer(expires.seconds),
            "purposes": .strings(names),
        ])
        return try CompactJWS.sign(payload, header: header, with: root)
    }

    /// What speaks against a document that this certificate's key signed at that time.
    func defect(of purpose: Purpose, signedAt time: Date) -> IssuerDefect? {
        guard purposes.contains(purpose) else {
            return .purpose(expected: purpose, found: purposes)
        }
        guard time >= notBefore else { return .notYetValid(from: notBefore, signed: time) }
        guard time < expires else { return .expired(on: expires, signed: time) }
        return nil
    }
}

/// Why an issuing key is not taken for the publisher's.
package enum IssuerDefect: Hashable, Sendable {
    /// No trusted root certifies it; `kid` is the root that the certificate names.
    case untrustedRoot(kid: String)
    case certificateSignature
    /// The document names another key than the certificate.
    case keyMismatch(certified: String, named: String)
    /// The document, its certificate and the root do not name one publisher.
    case publisherMismatch(expected: String, found: String)
    case purpose(expected: IssuingCertificate.Purpose, found: Set<IssuingCertificate.Purpose>)
    case notYetValid(from: Date, signed: Date)
    case expired(on: Date, signed: Date)
    /// A key that signs answers by phone is not for this.
    case phoneLimit(PhoneCertificate.Limit)
}
