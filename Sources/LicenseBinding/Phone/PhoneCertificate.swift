import Crypto
package import FoundationEssentials
package import PhoneCodes

/// The root's word for a key that signs answers by phone, and for what.
package struct PhoneCertificate: Hashable, Sendable {
    package let publisher: String
    package let key: PhoneKey
    package let notBefore: Date
    package let expires: Date
    package let limits: Limits
    /// The RFC 7638 thumbprint of the key as a JWK of the curve `ristretto255`.
    package let thumbprint: String

    /// How far the key's word goes.
    package struct Limits: Hashable, Sendable {
        /// The products; nothing for all of the publisher's.
        package var products: [String]?
        /// The most concurrent uses; nothing for any number.
        package var mostSeats: Int?
        /// The most days of a license.
        package var longestDays = 90

        package init() {}
    }

    /// What a key is not for.
    package enum Limit: Hashable, Sendable {
        case product(String, only: [String])
        case seats(Int, most: Int)
        case days(Int, longest: Int)
    }

    package init(
        publisher: String, key: PhoneKey, notBefore: Date, expires: Date, limits: Limits
    ) {
        self.publisher = publisher
        self.key = key
        self.notBefore = notBefore
        self.expires = expires
        self.limits = limits
        thumbprint = Self.thumbprint(of: key)
    }

    init(_ claims: Claims) throws(Defect) {
        publisher = try claims.text("iss")
        notBefore = try claims.required("nbf", claims.date("nbf"))
        expires = try claims.required("exp", claims.date("exp"))
        let number = try claims.integer("number", in: 0...Int64(PhoneKey.highestNumber))
        let jwk = try claims.required("jwk", claims.claims("jwk"))
        try jwk.require("kty", "OKP")
        try jwk.require("crv", Self.curve)
        let bytes = try jwk.bytes("x", count: PhoneKey.count)
        guard let key = PhoneKey(number: Int(try claims.required("number", number)), bytes: bytes)
        else { throw .claim("jwk.x", expected: "an element of ristretto255") }
        self.key = key
        var limits = Limits()
        limits.products = try claims.strings("products")
        limits.mostSeats = try claims.integer("mostSeats", in: Seats.range).map { Int($0) }
        let days = try claims.integer("longestDays", in: 1...36525)
        limits.longestDays = Int(try claims.required("longestDays", days))
        self.limits = limits
        thumbprint = Self.thumbprint(of: key)
    }

    /// The signed certificate, a JWS of type `phone+jwt`.
    package func signed(by root: some SigningKey) throws -> String {
        let header = JSONObject([
            "alg": "EdDSA", "typ": .string(DocumentType.phone.rawValue),
            "kid": .string(root.publicKey.thumbprint),
        ])
        let payload = JSONObject([
            "iss": .string(publisher), "number": .integer(Int64(key.number)),
            "jwk": .object(
                JSONObject([
                    "kty": "OKP", "crv": .string(Self.curve),
                    "x": .string(Base64URL.encode(key.bytes)),
                ])),
            "nbf": .integer(notBefore.seconds), "exp": .integer(expires.seconds),
            "products": limits.products.map { .strings($0) },
            "mostSeats": limits.mostSeats.map { .integer(Int64($0)) },
            "longestDays": .integer(Int64(limits.longestDays)),
        ])
        return try CompactJWS.sign(payload, header: header, with: root)
    }

    /// What speaks against a license of this kind that the key has signed on that day.
    package func defect(
        of terms: PhoneTerms, _ kind: RequestCode.Kind, on day: PhoneDay
    ) -> IssuerDefect? {
        guard day >= PhoneDay(of: notBefore) else {
            return .notYetValid(from: notBefore, signed: day.start)
        }
        guard day.start < expires else { return .expired(on: expires, signed: day.start) }
        if let only = limits.products, !only.contains(terms.product.id) {
            return .phoneLimit(.product(terms.product.id, only: only))
        }
        if let most = limits.mostSeats, terms.terms.mostSeats > most {
            return .phoneLimit(.seats(terms.terms.mostSeats, most: most))
        }
        guard terms.days(kind) <= limits.longestDays else {
            return .phoneLimit(.days(terms.days(kind), longest: limits.longestDays))
        }
        return nil
    }

    private static let curve = "ristretto255"

    private static func thumbprint(of key: PhoneKey) -> String {
        let members = #"{"crv":"\#(curve)","kty":"OKP","x":"\#(Base64URL.encode(key.bytes))"}"#
        return Base64URL.encode(SHA256.hash(data: Array(members.utf8)))
    }
}
