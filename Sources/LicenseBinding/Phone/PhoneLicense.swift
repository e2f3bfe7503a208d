import Crypto
package import FoundationEssentials
package import PhoneCodes

/// A license that was given by phone, as its file holds it: the request, what it has committed to, the terms, and the
/// answer that has signed them.
package struct PhoneLicense: Hashable, Sendable {
    private static let type = "phone-license"

    /// The root's certificate for the key of the answer, a JWS.
    package let certificate: String
    package let request: RequestCode
    package let answer: AnswerCode
    package let document: PhoneDocument
    package let terms: PhoneTerms
    /// The day of the answer.
    package let day: PhoneDay

    package init(
        certificate: String, request: RequestCode, answer: AnswerCode, document: PhoneDocument,
        terms: PhoneTerms, day: PhoneDay
    ) {
        self.certificate = certificate
        self.request = request
        self.answer = answer
        self.document = document
        self.terms = terms
        self.day = day
    }

    /// Whether a file is one of these, or an ordinary license.
    package static func isOne(_ file: [UInt8]) -> Bool { file.first == UInt8(ascii: "{") }

    init(file: [UInt8]) throws(Defect) {
        let line = try CompactJWS.line(of: file, atMost: DocumentType.license.limit)
        let claims = try Claims(parsing: Array(line))
        try claims.require("typ", Self.type)
        certificate = try claims.text("issuer")
        request = try claims.required(
            "request",
            claims.parsed("request", as: "the 48 digits of a request") { try? RequestCode($0) })
        answer = try claims.required(
            "answer",
            claims.parsed("answer", as: "the 120 digits of an answer") { try? AnswerCode($0) })
        document = try PhoneDocument(claims.required("document", claims.claims("document")))
        terms = try PhoneTerms(claims.required("terms", claims.claims("terms")))
        day = try claims.required(
            "day", claims.parsed("day", as: "a day such as 2027-01-31") { PhoneDay($0) })
    }

    /// The license file: one line with its line feed.
    package var file: String {
        let json = JSONObject([
            "typ": .string(Self.type), "issuer": .string(certificate),
            "request": .string(request.text), "answer": .string(answer.text),
            "terms": .object(terms.object), "day": .string(day.description),
            "document": .object(document.object),
        ])
        return JSONValue.object(json).compact + "\n"
    }

    /// The ID of the license that answers a request; whoever knows the request knows it.
    package static func id(of request: RequestCode) -> LicenseID {
        let text = Array("keybound phone license v1\0".utf8) + Array(request.text.utf8)
        return LicenseID(random: Array(SHA256.hash(data: text).prefix(20)))
    }

    /// The last second that the license holds.
    package static func end(
        of request: RequestCode, under terms: PhoneTerms, from day: PhoneDay
    ) -> Date {
        let end = (day + terms.days(request.kind) + 1).start - 1
        return [end, terms.terms.expires].compactMap(\.self).min() ?? end
    }

    /// The license that it is good for. What the site has asked for beyond its binding counts for nothing.
    func license(of publisher: String) -> License {
        var license = License(
            publisher: publisher, issuedAt: day.start, id: Self.id(of: request),
            licensee: document.licensee, product: terms.product,
            binding: Binding(
                mode: document.binding.mode, keys: document.binding.keys,
                machine: document.binding.machine))
        license.kit = document.registration
        license.take(terms.terms)
        license.expires = Self.end(of: request, under: terms, from: day)
        return license
    }
}
