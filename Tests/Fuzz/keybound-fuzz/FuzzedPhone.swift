import LicenseBinding
import PhoneCodes

/// What is typed of a call, and licenses that were given by one.
enum FuzzedPhone {
    static func read(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        if let request = try? RequestCode(text) {
            precondition((try? RequestCode(request.printed)) == request)
        }
        if let answer = try? AnswerCode(text) {
            precondition((try? AnswerCode(answer.printedRows.joined(separator: "\n"))) == answer)
            // What was meant is never found here, and looked for to the end.
            let found = try? AnswerRepair.find(answer) { $0.signature == nil ? 0 : nil }
            precondition(found == nil || found?.answer.signature == nil)
        }
        var reader = DocumentReader(trusting: [])
        precondition((try? reader.license(input)) == nil, "nobody has signed it")
        guard let claims = try? Claims(parsing: input) else { return }
        if let terms = try? PhoneTerms(claims) {
            let day = PhoneDay("2027-01-31").map { terms.record(of: "1016547536", on: $0) }
            precondition(day?.suffix(10).elementsEqual("2027-01-31".utf8) == true)
        }
        if let document = try? PhoneDocument(claims) {
            let again = try? PhoneDocument(Claims(parsing: document.bytes))
            precondition(again?.bytes == document.bytes)
        }
    }
}
