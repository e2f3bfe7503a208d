import FoundationEssentials
import LicenseBinding
import PhoneCodes
import TestPublisher
import Testing

/// What a site finds in the digits that were typed.
struct PhoneAnswerSearchTests {
    private let story = PhoneStory()

    private func found(
        _ story: PhoneStory, askedOn day: PhoneDay? = nil
    ) throws -> (license: PhoneLicense, typos: [AnswerTypo]) {
        let request = try story.request
        return try story.search(request, askedOn: day).license(
            typed: story.answer(to: request))
    }

    @Test func `the day of the answer is found, and is part of the license`() throws {
        for days in [-1, 0, 1, 31] {
            var answered = story
            answered.day = story.day + days
            let (license, typos) = try found(answered, askedOn: story.day)
            #expect(license == (try answered.license))
            #expect(license.day == answered.day)
            #expect(typos.isEmpty)
        }
    }

    @Test func `a computer whose clock is wrong by years takes its answer all the same`() throws {
        let wrong = try #require(PhoneDay("2001-01-01"))
        #expect(try found(story, askedOn: wrong).license == (try story.license))
    }

    @Test func `on no day on which its key may not sign`() throws {
        var answered = story
        answered.day = PhoneDay(of: story.certifiedTo) + 1
        #expect(throws: AnswerRepair.Failure.self) { try found(answered, askedOn: story.day) }
    }

    @Test func `a slip is mended, whatever the clock says`() throws {
        let request = try story.request
        let answer = try story.answer(to: request)
        var digits = Array(answer.text)
        let place = try #require((66..<71).first { digits[$0] != digits[$0 + 1] })
        digits.swapAt(place, place + 1)
        let typed = try AnswerCode(String(digits))
        for day in [story.day, try #require(PhoneDay("2001-01-01"))] {
            let (license, typos) = try story.search(request, askedOn: day).license(typed: typed)
            #expect(license.answer == answer)
            #expect(typos.map(\.row) == [3])
            #expect(typos.map(\.group) == [4])
        }
    }

    @Test func `an answer under other terms, or to another request, is none`() throws {
        let request = try story.request
        let answer = try story.answer(to: request)
        var other = story
        other.terms.phoneDays = 91
        #expect(throws: AnswerRepair.Failure.self) {
            try story.search(request, under: other.phoneTerms).license(typed: answer)
        }
        other = story
        other.nonce = 1
        #expect(throws: AnswerRepair.Failure.self) {
            try story.search(other.request).license(typed: answer)
        }
        other = story
        other.kind = .recovery
        #expect(throws: AnswerRepair.Failure.self) {
            try story.search(other.request).license(typed: answer)
        }
        other = story
        other.entitlement += 1
        #expect(throws: AnswerRepair.Failure.self) {
            try story.search(other.request).license(typed: answer)
        }
    }

    @Test func `a catalog brings terms and keys, and knows them again as they were`() throws {
        let publisher = TestPublisher()
        let certificate = try story.certificate.signed(by: publisher.rootKey)
        let catalog = PublisherCatalog(
            publisher: publisher.name, issuedAt: TestTime.issued, attestation: nil,
            phoneKeys: [certificate], phoneTerms: [story.phoneTerms])
        var reader = publisher.reader
        let issuer = LicenseIssuer(
            key: publisher.issuingKey, certificate: try publisher.certificate(for: [.catalog]))
        let read = try reader.catalog(Array(issuer.file(of: catalog).utf8))
        #expect(read.catalog == catalog)
        #expect(
            read.phoneTerms[0].record(of: "1016547536", on: story.day)
                == story.phoneTerms.record(of: "1016547536", on: story.day))
        #expect(try reader.phoneCertificate(certificate).certificate == (try story.certificate))
    }

    @Test func `the record of terms is one that everybody can spell`() {
        let text = String(
            decoding: story.phoneTerms.record(of: "1016547536", on: story.day), as: UTF8.self)
        #expect(
            text
                == #"{"code":"123450","emergencyDays":14,"grace":{"running":259200,"seat":120,"start":0},"#
                + #""minimumAssurance":"identified","phoneDays":90,"product":{"id":"planner","name":"Planner"}}"#
                + "\n1016547536\n2027-01-01")
    }
}
