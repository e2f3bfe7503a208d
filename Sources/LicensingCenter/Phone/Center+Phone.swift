package import CenterProtocol
import FoundationEssentials
package import LicenseBinding
package import PhoneCodes

extension Center {
    /// What a person says on the phone.
    package struct Caller: Sendable {
        package let registration: RegistrationNumber
        package let pin: PIN
        /// Whom the kit was sold to, if that was asked.
        package let licensee: LicenseeData?

        package init(registration: RegistrationNumber, pin: PIN, licensee: LicenseeData? = nil) {
            self.registration = registration
            self.pin = pin
            self.licensee = licensee
        }
    }

    /// An answer by phone, and what it is for.
    package struct PhoneOutcome: Sendable {
        package let answer: PhoneAnswer
        package let kit: Kit
        package let license: LicenseRecord
    }

    /// What was answered to this request before. It uses nothing up, and so needs no PIN.
    package func answered(_ request: RequestCode) async throws -> PhoneOutcome? {
        try await storage.read { transaction in
            try transaction.license(PhoneLicense.id(of: request)).map {
                try Self.outcome($0, transaction)
            }
        }
    }

    /// What a request names.
    package struct Entitlement: Sendable {
        package let kit: Kit
        package let workplace: Int
        /// Whom the kit was sold to, once that was told.
        package let licensee: LicenseeData?
    }

    package func entitled(_ request: RequestCode) async throws -> Entitlement {
        try await storage.read { transaction in
            guard let number = EntitlementNumber(of: request),
                let place = try transaction.workplace(of: number),
                let kit = try transaction.kit(place.kit)
            else { throw CenterRefusal.entitlementUnknown }
            return Entitlement(
                kit: kit, workplace: place.workplace,
                licensee: try transaction.licensee(of: place.kit))
        }
    }

    /// What speaks against licenses by phone of these terms: what the phone key is not for.
    package func phoneDefect(of kit: Kit) -> CenterRefusal? {
        guard let phone else { return .phoneUnavailable }
        return phone.certificate.defect(
            of: kit.terms(under: ""), .firstRun, on: PhoneDay(of: clock())
        ).map { .phoneLimit($0) }
    }

    /// Answers a request that was read out, by all rules of PINs and kits.
    package func answer(
        _ request: RequestCode, to caller: Caller
    ) async throws -> PhoneOutcome {
        let time = clock()
        return try await storage.write { [self] transaction in
            if let known = try transaction.license(PhoneLicense.id(of: request)) {
                return try Self.outcome(known, transaction)
            }
            guard try transaction.restored() == nil else { throw CenterRefusal.restored }
            let work = CenterWork(center: self, transaction: transaction, time: time)
            return try Self.outcome(work.answer(request, to: caller), transaction)
        }
    }

    private static func outcome(
        _ record: LicenseRecord, _ transaction: any CenterTransaction
    ) throws -> PhoneOutcome {
        guard record.state == .active else {
            throw CenterRefusal.licenseEnded(record.id, successor: record.successor)
        }
        guard let answer = try record.phoneAnswer, let kit = try transaction.kit(record.kit) else {
            throw CenterRefusal.phoneLicenseUnknown
        }
        return PhoneOutcome(answer: answer, kit: kit, license: record)
    }

    /// An ordinary license for one that was given by phone.
    package func exchange(
        _ request: PhoneExchangeRequest, by channel: Channel = .network
    ) async throws -> LicenseGrant {
        let license = try await read(request.license)
        return try await grant(request.head, request.json, channel) {
            try $0.exchange(request, of: license)
        }
    }

    /// The license of a file. Its slow commitment is opened once it is one of ours, and before anybody has to wait for
    /// it in a transaction.
    private func read(_ file: String) async throws -> PhoneLicense {
        let bytes = Array(file.utf8)
        guard
            let phone = try verified({ reader throws(Refusal) in
                try reader.unopenedPhoneLicense(bytes)
            }).phone
        else { throw CenterRefusal.phoneLicenseUnknown }
        let isOurs = try await storage.read { transaction in
            try transaction.license(PhoneLicense.id(of: phone.request))?.isGiven(phone) == true
        }
        guard isOurs else { throw CenterRefusal.phoneLicenseUnknown }
        _ = try verified { reader throws(Refusal) in try reader.license(bytes) }
        return phone
    }

    private func verified(
        _ read: (inout DocumentReader) throws(Refusal) -> SignedLicense
    ) throws -> SignedLicense {
        var reader = DocumentReader(trusting: [publisher])
        do throws(Refusal) {
            return try read(&reader)
        } catch {
            throw CenterRefusal.phoneLicenseUnfit(error)
        }
    }

    /// Every record of terms that a kit has, for the catalog.
    package func phoneTerms() async throws -> [PhoneTerms] {
        try await storage.read { try $0.phoneTerms() }
    }

    /// What a kit's sheet says for requests by phone.
    package func phoneSheet(of kit: RegistrationNumber) async throws -> PhoneSheet {
        try await storage.read { transaction in
            try PhoneSheet(
                terms: transaction.termsCode(of: kit),
                entitlements: transaction.entitlements(of: kit))
        }
    }
}
