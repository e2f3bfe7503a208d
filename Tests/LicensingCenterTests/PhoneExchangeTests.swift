import CenterDatabase
import CenterProtocol
import Foundation
import KeyAttestation
import LicenseBinding
import LicensingCenter
import PhoneCodes
import TestPublisher
import Testing

/// A site that is online again.
@Suite(.timeLimit(.minutes(5)))
struct PhoneExchangeTests {
    private let test: TestCenter
    private let caller: PhoneCaller

    init() async throws {
        test = try TestCenter()
        caller = PhoneCaller(test: test, sheet: try await test.kit())
    }

    private func called(_ caller: PhoneCaller? = nil) async throws -> PhoneLicense {
        let caller = caller ?? self.caller
        return try await caller.license(caller.call(caller.sheet.pin()).answer.answer)
    }

    @Test func `a license by phone is exchanged for an ordinary one with the same binding`()
        async throws
    {
        let phone = try await called()
        test.clock.pass(days: 20)
        let grant = try await test.center.exchange(caller.exchange(phone))
        let license = try test.read(grant.license)
        #expect(license.phone == nil)
        #expect(license.expires == nil)
        #expect(license.supersedes == [PhoneLicense.id(of: phone.request)])
        #expect(license.binding.machine?.deviceKey == caller.site.machine.deviceKey)
        #expect(license.licensee.name == "OOO Romashka")
        #expect(grant.pin?.position == .main)
        // The computer has a name now.
        #expect(try await test.pin(caller.sheet, .main)?.computer == "accounting-1")
        #expect(try await test.center.licensee(of: caller.sheet.registration) != nil)
    }

    @Test func `it is exchanged once, and whoever asks again gets the same`() async throws {
        let phone = try await called()
        let first = try await test.center.exchange(caller.exchange(phone))
        let second = try await test.center.exchange(caller.exchange(phone))
        #expect(second.license == first.license)
        let licenses = try await test.center.kit(caller.sheet.registration).licenses
        #expect(licenses.count == 2)
        let id = try test.read(first.license).id
        try await test.center.revoke(id)
        #expect(
            await caller.exchangeRefusal(caller.exchange(phone))
                == .licenseEnded(PhoneLicense.id(of: phone.request), successor: id))
    }

    @Test func `what is shown at the exchange is what was committed to`() async throws {
        let phone = try await called()
        func differs(_ binding: ProposedBinding) async -> Bool {
            let refusal = await caller.exchangeRefusal(caller.exchange(phone, binding: binding))
            guard case .exchangeDiffers? = refusal else { return false }
            return true
        }
        #expect(
            await differs(
                ProposedBinding(mode: .key, keys: [.identified(.hasp(5))], machine: nil)))
        #expect(
            await differs(
                ProposedBinding(
                    mode: .keyOrMachine, keys: [.identified(.hasp(5))],
                    machine: caller.site.machine)))
        let stranger = TestSite()
        #expect(
            await differs(ProposedBinding(mode: .machine, keys: [], machine: stranger.machine)))
        var changed = caller.site
        changed.parameters = .sample(changing: [.board: ["x"], .disk: ["y"]])
        #expect(
            await differs(ProposedBinding(mode: .machine, keys: [], machine: changed.machine)))
        #expect(try await test.center.license(PhoneLicense.id(of: phone.request)).state == .active)
        #expect(await caller.exchangeRefusal(caller.exchange(phone)) == nil)
    }

    @Test func `an exchange names no seat server, as nothing was said of one`() async throws {
        var terms = KitTerms()
        terms.seats = Seats(count: 2)
        let caller = PhoneCaller(test: test, sheet: try await test.kit(terms: terms))
        let phone = try await KeyedCaller(caller).license(
            test, boundTo: BoundKey(id: .hasp(5), role: .primary))
        let binding = ProposedBinding(
            mode: .key, keys: [.identified(.hasp(5))], machine: nil,
            seatServer: SeededKey(seed: 21).publicKey)
        let grant = try await test.center.exchange(caller.exchange(phone, binding: binding))
        let license = try test.read(grant.license)
        #expect(license.seats?.count == 2)
        #expect(license.binding.seatServer == nil)
    }

    @Test func `a key that was committed to is shown with its enrollment`() async throws {
        let keyed = try KeyedCaller(caller)
        let phone = try await keyed.license(test)
        let other = ProposedBinding(
            mode: .key, keys: [.enrolled(try TestSite().enrolled())], machine: nil)
        guard
            case .exchangeDiffers? = await caller.exchangeRefusal(
                caller.exchange(phone, binding: other))
        else {
            Issue.record("another key was taken")
            return
        }
        let spare = ProposedBinding(
            mode: .key, keys: [.enrolled(keyed.enrollment), .identified(.hasp(5))], machine: nil)
        guard
            case .exchangeDiffers? = await caller.exchangeRefusal(
                caller.exchange(phone, binding: spare))
        else {
            Issue.record("a further key was taken")
            return
        }
        let binding = ProposedBinding(
            mode: .key, keys: [.enrolled(keyed.enrollment)], machine: nil)
        let grant = try await test.center.exchange(caller.exchange(phone, binding: binding))
        #expect(
            try test.read(grant.license).binding.keys.map(\.id)
                == phone.document.binding.keys.map(\.id))
    }

    @Test func `what this center has not given is not exchanged, whoever has signed it`()
        async throws
    {
        let phone = try await called()
        // Somebody has the phone key, and signs for himself.
        var thief = caller
        thief.site = TestSite("thief")
        let terms = phone.terms
        let signature = try PhoneStory().key.signature(
            for: thief.request, terms: terms.record(of: phone.document.registration, on: phone.day),
            random: [UInt8](repeating: 1, count: 32))
        let forged = PhoneLicense(
            certificate: phone.certificate, request: try thief.request,
            answer: AnswerCode(signature), document: thief.document, terms: terms, day: phone.day)
        #expect(try test.read(forged.file).phone != nil)
        #expect(await thief.exchangeRefusal(thief.exchange(forged)) == .phoneLicenseUnknown)
        // For a request that was answered, with terms of his own.
        let better = PhoneTerms(
            code: terms.code, product: terms.product, terms: terms.terms, emergencyDays: 80)
        let other = try PhoneStory().key.signature(
            for: phone.request,
            terms: better.record(of: phone.document.registration, on: phone.day),
            random: [UInt8](repeating: 1, count: 32))
        let changed = PhoneLicense(
            certificate: phone.certificate, request: phone.request, answer: AnswerCode(other),
            document: phone.document, terms: better, day: phone.day)
        #expect(await caller.exchangeRefusal(caller.exchange(changed)) == .phoneLicenseUnknown)
    }

    @Test func `files that are no license by phone are refused`() async throws {
        let phone = try await called()
        let ordinary = try test.publisher.file(of: .sample())
        func request(_ file: String) -> PhoneExchangeRequest {
            PhoneExchangeRequest(
                head: caller.site.head(caller.sheet.registration), license: file,
                binding: ProposedBinding(mode: .machine, keys: [], machine: caller.site.machine))
        }
        for file in [
            "", "{}", String(decoding: ordinary, as: UTF8.self),
            phone.file.replacing("Romashka", with: "Lilia"),
        ] {
            guard case .phoneLicenseUnfit? = await caller.exchangeRefusal(request(file)) else {
                Issue.record("taken: \(file)")
                continue
            }
        }
        let other = try await test.kit()
        guard
            case .exchangeDiffers? = await caller.exchangeRefusal(
                caller.exchange(phone, of: other.registration))
        else {
            Issue.record("it was exchanged for another kit")
            return
        }
    }

    @Test func `a licensee other than the known one is refused, and the license by phone stays`()
        async throws
    {
        let phone = try await caller.license(
            caller.call(caller.sheet.pin(), licensee: .sample(["name": "OOO Lilia"])).answer.answer)
        #expect(
            await caller.exchangeRefusal(caller.exchange(phone))
                == .licenseeByPhone(.other(field: "name")))
        #expect(try await test.center.license(PhoneLicense.id(of: phone.request)).state == .active)
    }

    @Test func `an unchanged recovery is compared with what there was before it`() async throws {
        let before = try await caller.ordinary(caller.sheet.pin())
        #expect(before.binding.mode == .machine)
        var same = caller
        same.kind = .recoveryUnchanged
        let after = try await same.ordinary(caller.sheet.pin())
        #expect(after.binding.machine?.deviceKey == before.binding.machine?.deviceKey)
        var changed = same
        changed.nonce = 9
        changed.site.parameters = .sample(changing: [.board: ["x"], .disk: ["y"]])
        let phone = try await changed.license(
            changed.call(caller.sheet.pin()).answer.answer)
        guard case .changed? = await changed.exchangeRefusal(changed.exchange(phone)) else {
            Issue.record("another computer recovered what was unchanged")
            return
        }
        // Once more makes nothing better.
        var again = changed
        again.nonce = 10
        let second = try await again.license(again.call(caller.sheet.pin()).answer.answer)
        guard case .changed? = await again.exchangeRefusal(again.exchange(second)) else {
            Issue.record("another computer recovered what was unchanged, at the second try")
            return
        }
    }

    @Test
    func `an unchanged recovery of what a PIN has paid for is not compared with what was before`()
        async throws
    {
        _ = try await caller.ordinary(caller.sheet.pin())
        var moved = caller
        moved.kind = .recovery
        moved.site.parameters = .sample(changing: [.board: ["x"], .disk: ["y"]])
        _ = try await moved.call(caller.sheet.pin(.backup1))
        moved.kind = .recoveryUnchanged
        let license = try await moved.ordinary(caller.sheet.pin(.backup1))
        #expect(license.binding.machine?.deviceKey == caller.site.machine.deviceKey)
    }

    @Test func `an emergency stays one, as long as it was, and counts once`() async throws {
        var rule = KitRule()
        rule.emergenciesPerYear = 2
        let sheet = try await test.kit(rule: rule)
        var caller = PhoneCaller(test: test, sheet: sheet)
        _ = try await caller.call(sheet.pin())
        caller.kind = .emergency
        let license = try await caller.ordinary(sheet.pin())
        #expect(license.expires == (PhoneDay(of: TestCenter.start) + 15).start - 1)
        caller.nonce = 8
        #expect(await caller.refusal(sheet.pin()) == nil)
        caller.nonce = 9
        #expect(await caller.refusal(sheet.pin()) == .emergencyLimit(2))
    }

    @Test func `after the exchange all goes on as with any license`() async throws {
        let license = try await caller.ordinary(caller.sheet.pin())
        let request = BindingRequest(
            head: caller.site.head(caller.sheet.registration), license: license.id,
            change: .bind(.identified(.hasp(5))), authority: .pin(caller.sheet.pin()))
        let bound = try test.read(try await test.center.rebind(request).license)
        #expect(bound.binding.keys.map(\.id) == [.hasp(5)])
        let head = try #require(try await test.database.auditHead())
        var reader = test.publisher.reader
        _ = try await test.center.verifyAudit(
            against: reader.auditHead(Array(head.utf8)), [])
    }
}

/// A license by phone that is bound to a FIDO2 key.
private struct KeyedCaller {
    let caller: PhoneCaller
    let enrollment: Enrollment

    init(_ caller: PhoneCaller) throws {
        self.caller = caller
        enrollment = try caller.site.enrolled()
    }

    /// - Parameter other: a key that is none of those that are enrolled.
    func license(
        _ test: TestCenter, boundTo other: BoundKey? = nil
    ) async throws -> PhoneLicense {
        let key = try other ?? BoundKey(enrollment.verified().credential, role: .primary)
        let document = PhoneDocument(
            registration: caller.sheet.registration.description, product: "planner",
            licensee: Licensee(name: "OOO Romashka"),
            binding: Binding(mode: .key, keys: [key]),
            date: Timestamp.text(test.clock.now), nonce: [UInt8](repeating: 3, count: 32))
        let entitlement = caller.sheet.phone.entitlements[0].value
        let request = RequestCode(
            .firstRun, entitlement: entitlement,
            commitment: try Commitment(to: document.bytes, .firstRun, entitlement: entitlement))
        let outcome = try await test.center.answer(
            request,
            to: Center.Caller(
                registration: caller.sheet.registration, pin: caller.sheet.pin()))
        let answer = outcome.answer
        return PhoneLicense(
            certificate: try caller.story.certificate.signed(by: test.publisher.rootKey),
            request: request, answer: answer.answer, document: document, terms: answer.terms,
            day: answer.day)
    }
}
