import CenterProtocol
import Foundation
import LicenseBinding
import LicensingCenter
import PhoneCodes
import TestPublisher

/// A computer without network, and the person who calls for it.
struct PhoneCaller {
    let test: TestCenter
    let sheet: PINSheet
    var site = TestSite()
    var story = PhoneStory()
    var workplace = 1
    var kind = RequestCode.Kind.firstRun
    /// What is typed at the site; by default the kit's.
    var registration: RegistrationNumber?
    /// Another one makes another request.
    var nonce: UInt8 = 3

    /// What is asked for: this computer, unless it is a key.
    var document: PhoneDocument {
        let machine = MachineBinding(
            site.machine.parameters, policy: .tolerant, salt: [UInt8](repeating: 1, count: 16),
            deviceKey: site.machine.deviceKey)
        return PhoneDocument(
            registration: (registration ?? sheet.registration).description, product: "planner",
            licensee: Licensee(name: "OOO Romashka"),
            binding: Binding(mode: .machine, machine: machine),
            date: Timestamp.text(TestCenter.start), nonce: [UInt8](repeating: nonce, count: 32))
    }

    var request: RequestCode {
        get throws {
            let entitlement = sheet.phone.entitlements[workplace - 1].value
            return RequestCode(
                kind, entitlement: entitlement,
                commitment: try Commitment(to: document.bytes, kind, entitlement: entitlement))
        }
    }

    func call(
        _ pin: PIN, of registration: RegistrationNumber? = nil, licensee: LicenseeData? = nil
    ) async throws -> Center.PhoneOutcome {
        try await test.center.answer(
            request,
            to: Center.Caller(
                registration: registration ?? sheet.registration, pin: pin, licensee: licensee))
    }

    func refusal(
        _ pin: PIN, of registration: RegistrationNumber? = nil, licensee: LicenseeData? = nil
    ) async -> CenterRefusal? {
        do {
            _ = try await call(pin, of: registration, licensee: licensee)
            return nil
        } catch {
            return error as? CenterRefusal
        }
    }

    /// What the site makes of the digits, by its catalog.
    func license(_ answer: AnswerCode) async throws -> PhoneLicense {
        let text = try story.certificate.signed(by: test.publisher.rootKey)
        let terms = try await test.center.phoneTerms()
            .first { $0.code == sheet.phone.terms.description }
        guard let terms else { throw CenterRefusal.phoneUnavailable }
        let search = PhoneAnswerSearch(
            for: try request, document, under: terms,
            keys: [PhoneAnswerSearch.Key(text: text, certificate: try story.certificate)],
            askedOn: PhoneDay(of: test.clock.now))
        return try search.license(typed: answer).license
    }

    func exchange(
        _ license: PhoneLicense, binding: ProposedBinding? = nil,
        of registration: RegistrationNumber? = nil
    ) -> PhoneExchangeRequest {
        PhoneExchangeRequest(
            head: site.head(registration ?? sheet.registration), license: license.file,
            binding: binding
                ?? ProposedBinding(mode: .machine, keys: [], machine: site.machine))
    }

    func exchangeRefusal(_ request: PhoneExchangeRequest) async -> CenterRefusal? {
        do {
            _ = try await test.center.exchange(request)
            return nil
        } catch {
            return error as? CenterRefusal
        }
    }

    /// Called, taken and exchanged.
    func ordinary(_ pin: PIN) async throws -> License {
        let phone = try await license(call(pin).answer.answer)
        return try test.read(try await test.center.exchange(exchange(phone)).license).license
    }
}

extension TestCenter {
    func read(_ file: String) throws -> SignedLicense {
        var reader = publisher.reader
        return try reader.license(Array(file.utf8))
    }

    func pin(_ sheet: PINSheet, _ position: PINPosition, workplace: Int = 1) async throws
        -> PINRecord?
    {
        try await center.kit(sheet.registration).pins
            .first { $0.position == position && $0.workplace == workplace }
    }
}
