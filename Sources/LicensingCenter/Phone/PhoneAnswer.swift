package import LicenseBinding
package import PhoneCodes

/// What was answered to a request by phone: the same request has the same answer for ever.
package struct PhoneAnswer: Hashable, Sendable {
    package let request: RequestCode
    package let answer: AnswerCode
    package let terms: PhoneTerms
    package let day: PhoneDay
    /// The hash of its entry in the audit log.
    let audit: [UInt8]

    init(
        request: RequestCode, answer: AnswerCode, terms: PhoneTerms, day: PhoneDay, audit: [UInt8]
    ) {
        self.request = request
        self.answer = answer
        self.terms = terms
        self.day = day
        self.audit = audit
    }

    init(_ claims: Claims) throws(Defect) {
        let request = try claims.parsed("request", as: "48 digits") { try? RequestCode($0) }
        self.request = try claims.required("request", request)
        let answer = try claims.parsed("answer", as: "120 digits") { try? AnswerCode($0) }
        self.answer = try claims.required("answer", answer)
        terms = try PhoneTerms(claims.required("terms", claims.claims("terms")))
        day = try claims.required("day", claims.parsed("day", as: "a day") { PhoneDay($0) })
        audit = try claims.bytes("audit")
    }

    var json: JSONObject {
        JSONObject([
            "request": .string(request.text), "answer": .string(answer.text),
            "terms": .object(terms.object), "day": .string(day.description),
            "audit": .string(Base64URL.encode(audit)),
        ])
    }
}

extension LicenseRecord {
    /// Whether it was given by phone, so that nobody here knows what it is bound to.
    package var isByPhone: Bool { operation.hasPrefix(Self.phonePrefix) }

    /// Whether it was given in exchange for one that was given by phone.
    var isExchanged: Bool { operation == Self.exchange }

    static let exchange = "exchange"
    private static let phonePrefix = "phone-"

    /// What was answered, where it was given by phone.
    package var phoneAnswer: PhoneAnswer? {
        get throws(Defect) {
            isByPhone ? try PhoneAnswer(Claims(parsing: Array(file.utf8))) : nil
        }
    }
}

extension LicenseRecord {
    /// Whether it is just what was answered here, and not what somebody else has signed.
    func isGiven(_ phone: PhoneLicense) throws -> Bool {
        guard let given = try phoneAnswer else { return false }
        return given.answer == phone.answer && given.day == phone.day && given.terms == phone.terms
    }
}

extension RequestCode.Kind {
    /// How a license that was given so is called.
    package var operation: String {
        switch self {
        case .firstRun: "phone-first-run"
        case .recovery: "phone-recovery"
        case .recoveryUnchanged: "phone-recovery-unchanged"
        case .emergency: "phone-emergency"
        }
    }
}
