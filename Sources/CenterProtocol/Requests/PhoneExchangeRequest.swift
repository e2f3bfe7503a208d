package import LicenseBinding

/// `POST /v1/phone-exchanges`: an ordinary license for one that was given by phone.
package struct PhoneExchangeRequest: Hashable, Sendable {
    package let head: RequestHead
    /// The file of the license by phone, which says what its 48 digits have committed to.
    package let license: String
    /// The same binding, with all that shows it.
    package let binding: ProposedBinding

    package init(head: RequestHead, license: String, binding: ProposedBinding) {
        self.head = head
        self.license = license
        self.binding = binding
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        head = try RequestHead(claims)
        license = try claims.text("license")
        binding = try ProposedBinding(claims.required("binding", claims.claims("binding")))
    }

    /// The 48 digits that the license says it is for, which nothing of is verified.
    package var digits: String? {
        // What cannot be read has none.
        guard let claims = try? Claims(parsing: Array(license.utf8)) else { return nil }
        return (try? claims.string("request")) ?? nil
    }

    package var json: JSONObject {
        head.json.adding(
            JSONObject(["license": .string(license), "binding": .object(binding.json)]))
    }
}
