import PhoneCodes

/// What a site asks for by phone: the 48 digits commit to all of it, and tell nobody anything of it.
package struct PhoneDocument: Hashable, Sendable {
    package let registration: String
    package let product: String
    package let licensee: Licensee
    package let binding: Binding
    /// When it was asked for, by the site's clock.
    package let date: String
    /// All members, as they are committed to.
    package let object: JSONObject

    /// - Parameter nonce: random bytes, without which other sites' requests could be told from their digits.
    package init(
        registration: String, product: String, licensee: Licensee, binding: Binding, date: String,
        nonce: [UInt8]
    ) {
        self.registration = registration
        self.product = product
        self.licensee = licensee
        self.binding = binding
        self.date = date
        object = JSONObject([
            "registration": .string(registration), "product": .string(product),
            "licensee": .object(licensee.json), "binding": .object(binding.json),
            "date": .string(date), "nonce": .string(Base64URL.encode(nonce)),
        ])
    }

    package init(_ claims: Claims) throws(Defect) {
        registration = try claims.text("registration")
        product = try claims.text("product")
        licensee = try Licensee(claims.required("licensee", claims.claims("licensee")))
        binding = try Binding(claims.required("binding", claims.claims("binding")))
        date = try claims.text("date")
        guard binding.keys.count <= Binding.mostKeys else {
            throw .claim("document.binding.keys", expected: "at most \(Binding.mostKeys) keys")
        }
        guard binding.machine?.tellsComputersApart ?? true else {
            throw .claim(
                "document.binding.machine",
                expected: "so many parts that the computer is told from others, and its key")
        }
        object = claims.object
    }

    /// What is committed to: the members in their canonical spelling (RFC 8785).
    package var bytes: [UInt8] { Array(JSONValue.object(object).canonical.utf8) }
}
