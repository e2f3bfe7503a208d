import FoundationEssentials
package import PhoneCodes

/// Finds what an answer by phone says: by which key and on which day the terms were signed. The day is not among the
/// digits, so that days are tried: those since the request at first, and then all on which the key could sign, as the
/// site's clock may be wrong.
package struct PhoneAnswerSearch: Sendable {
    /// For how many days an answer is looked for at first.
    private static let patience = 31

    /// A key that may have signed.
    package struct Key: Sendable {
        /// The root's certificate, a JWS.
        package let text: String
        package let certificate: PhoneCertificate

        package init(text: String, certificate: PhoneCertificate) {
            self.text = text
            self.certificate = certificate
        }
    }

    private let request: RequestCode
    private let document: PhoneDocument
    private let terms: PhoneTerms
    private let keys: [Key]
    private let start: PhoneMessage
    private let near: [Ending]

    /// - Parameters:
    ///   - document: what the request has committed to.
    ///   - day: when it was asked for, by the site's clock.
    package init(
        for request: RequestCode, _ document: PhoneDocument, under terms: PhoneTerms, keys: [Key],
        askedOn day: PhoneDay
    ) {
        self.request = request
        self.document = document
        self.terms = terms
        self.keys = keys
        start = PhoneMessage(request, terms: terms.recordStart(of: document.registration))
        near = (-1...Self.patience).map { Ending(day + $0) }
    }

    /// The license that typed digits stand for, with what was mistyped.
    package func license(
        typed: AnswerCode
    ) throws(AnswerRepair.Failure) -> (license: PhoneLicense, typos: [AnswerTypo]) {
        do throws(AnswerRepair.Failure) {
            return try find(typed) { _ in near }
        } catch {
            // Only digits that look right, or one row, are worth all those days.
            guard error.rows.count < 2 else { throw error }
        }
        let all = keys.map { $0.certificate.days.map(Ending.init) }
        return try find(typed) { all[$0] }
    }

    private func find(
        _ typed: AnswerCode, on days: (Int) -> [Ending]
    ) throws(AnswerRepair.Failure) -> (license: PhoneLicense, typos: [AnswerTypo]) {
        let (found, _, typos) = try AnswerRepair.find(typed) { license($0, on: days) }
        return (found, typos)
    }

    private func license(_ answer: AnswerCode, on days: (Int) -> [Ending]) -> PhoneLicense? {
        guard let signature = answer.signature else { return nil }
        for (index, key) in keys.enumerated() {
            guard let opened = key.certificate.key.open(signature),
                let ending = opened.first(of: days(index), after: start)
            else { continue }
            return PhoneLicense(
                certificate: key.text, request: request, answer: answer, document: document,
                terms: terms, day: ending.day)
        }
        return nil
    }
}

/// A day as the end of a record of terms.
private struct Ending: Sequence, Sendable {
    let day: PhoneDay
    private let text: [UInt8]

    init(_ day: PhoneDay) {
        self.day = day
        text = Array(day.description.utf8)
    }

    func makeIterator() -> [UInt8].Iterator { text.makeIterator() }
}

extension PhoneCertificate {
    /// Those on which the key may sign, ten years at most.
    fileprivate var days: [PhoneDay] {
        let first = PhoneDay(of: notBefore)
        let count = Int(expires.timeIntervalSince(first.start) / 86400)
        return (0...Swift.max(0, Swift.min(count, 3660))).map { first + $0 }
    }
}
