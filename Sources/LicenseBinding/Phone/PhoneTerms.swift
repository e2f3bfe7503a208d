import FoundationEssentials
package import PhoneCodes

/// What a license by phone is for, and what it allows: an entry of the publisher's catalog, found by the terms code of the
/// kit's sheet.
package struct PhoneTerms: Hashable, Sendable {
    /// Its digits.
    package let code: String
    package let product: Product
    package let terms: KitTerms
    /// How many days an emergency license holds.
    package let emergencyDays: Int
    /// All members, those of a later version too: they are signed as they are.
    package let object: JSONObject

    package init(code: String, product: Product, terms: KitTerms, emergencyDays: Int) {
        self.code = code
        self.product = product
        self.terms = terms
        self.emergencyDays = emergencyDays
        object = JSONObject([
            "code": .string(code), "product": .object(product.json),
            "emergencyDays": .integer(Int64(emergencyDays)),
        ]).adding(terms.json)
    }

    package init(_ claims: Claims) throws(Defect) {
        code = try claims.text("code")
        product = try Product(claims.required("product", claims.claims("product")))
        terms = try KitTerms(claims)
        let days = try claims.integer("emergencyDays", in: 1...36525)
        emergencyDays = Int(try claims.required("emergencyDays", days))
        object = claims.object
    }

    /// For how many days a license of this kind holds after the day of the answer.
    package func days(_ kind: RequestCode.Kind) -> Int {
        switch kind {
        case .firstRun, .recovery, .recoveryUnchanged: terms.phoneDays
        case .emergency: emergencyDays
        }
    }

    /// What an answer signs: the members in their canonical spelling (RFC 8785), the registration number of the kit, and
    /// the day of the answer, a line each.
    package func record(of registration: String, on day: PhoneDay) -> [UInt8] {
        recordStart(of: registration) + Array(day.description.utf8)
    }

    /// All of the record but the day.
    func recordStart(of registration: String) -> [UInt8] {
        Array((JSONValue.object(object).canonical + "\n" + registration + "\n").utf8)
    }
}
