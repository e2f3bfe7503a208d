package import FoundationEssentials
package import LicenseBinding
package import PhoneCodes

/// A license by phone, as a site and the publisher make it, with all that can be made otherwise.
package struct PhoneStory: Sendable {
    package var publisher = TestPublisher()
    package var keyNumber = 2
    package var kind = RequestCode.Kind.firstRun
    package var entitlement: UInt64 = 123_456_789_012
    package var binding = Binding.sample()
    package var limits = PhoneCertificate.Limits()
    package var certifiedFrom = TestTime.issued - TestTime.day
    package var certifiedTo = TestTime.issued + 365 * TestTime.day
    package var terms = KitTerms()
    package var product = Product(id: "planner", name: "Planner")
    /// What the site believes to be the product; by default it is right.
    package var askedProduct: String?
    package var day = PhoneDay(of: TestTime.issued)
    package var nonce: UInt8 = 9

    package init() {}

    package var key: PhoneSigningKey {
        get throws {
            try PhoneSigningKey(
                number: keyNumber, seed: [UInt8](repeating: 77, count: PhoneSigningKey.seedSize))
        }
    }

    package var certificate: PhoneCertificate {
        get throws {
            PhoneCertificate(
                publisher: publisher.name, key: try key.publicKey, notBefore: certifiedFrom,
                expires: certifiedTo, limits: limits)
        }
    }

    package var phoneTerms: PhoneTerms {
        PhoneTerms(code: "123450", product: product, terms: terms, emergencyDays: 14)
    }

    package var document: PhoneDocument {
        PhoneDocument(
            registration: "1016547536", product: askedProduct ?? product.id,
            licensee: Licensee(name: "Example Institute"), binding: binding,
            date: Timestamp.text(TestTime.issued), nonce: [UInt8](repeating: nonce, count: 32))
    }

    package var request: RequestCode {
        get throws {
            RequestCode(
                kind, entitlement: entitlement,
                commitment: try Commitment(to: document.bytes, kind, entitlement: entitlement))
        }
    }

    /// What the publisher answers.
    package func answer(to request: RequestCode) throws -> AnswerCode {
        AnswerCode(
            try key.signature(
                for: request, terms: phoneTerms.record(of: "1016547536", on: day),
                random: [UInt8](repeating: 1, count: 32)))
    }

    package var license: PhoneLicense {
        get throws {
            let request = try request
            return PhoneLicense(
                certificate: try certificate.signed(by: publisher.rootKey), request: request,
                answer: try answer(to: request), document: document, terms: phoneTerms, day: day)
        }
    }

    package var file: [UInt8] { get throws { Array(try license.file.utf8) } }

    /// The license written, read and verified.
    package var signed: SignedLicense {
        get throws {
            var reader = publisher.reader
            return try reader.license(file)
        }
    }

    package func search(
        _ request: RequestCode, under terms: PhoneTerms? = nil, askedOn: PhoneDay? = nil
    ) throws -> PhoneAnswerSearch {
        let text = try certificate.signed(by: publisher.rootKey)
        return PhoneAnswerSearch(
            for: request, document, under: terms ?? phoneTerms,
            keys: [PhoneAnswerSearch.Key(text: text, certificate: try certificate)],
            askedOn: askedOn ?? day)
    }
}
