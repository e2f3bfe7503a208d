import CenterDatabase
import CenterProtocol
import Foundation
import LicenseBinding
import LicensingCenter
import PhoneCodes
import TestPublisher
import Testing

/// Answers by phone: by all rules of PINs and kits.
@Suite(.timeLimit(.minutes(5)))
struct PhoneTests {
    private let test: TestCenter

    init() throws {
        test = try TestCenter()
    }

    private func caller(_ kind: RequestCode.Kind = .firstRun) async throws -> PhoneCaller {
        var caller = PhoneCaller(test: test, sheet: try await test.kit(workplaces: 2))
        caller.kind = kind
        return caller
    }

    @Test func `a first run by phone takes the main PIN, and its answer is a license`()
        async throws
    {
        let caller = try await caller()
        let outcome = try await caller.call(caller.sheet.pin())
        let license = try await caller.license(outcome.answer.answer)
        let signed = try test.read(license.file)
        #expect(signed.id == outcome.license.id)
        #expect(signed.kit == caller.sheet.registration.description)
        #expect(try await test.pin(caller.sheet, .main)?.state == .active)
        #expect(try await test.pin(caller.sheet, .main, workplace: 2)?.state == .unused)
        #expect(outcome.license.operation == "phone-first-run")
    }

    @Test func `the same request has the same answer, and uses nothing up`() async throws {
        let caller = try await caller()
        let first = try await caller.call(caller.sheet.pin())
        test.clock.pass(days: 3)
        let second = try await test.center.answered(try caller.request)
        #expect(second?.answer == first.answer)
        // Whatever is said with it.
        #expect(try await caller.call(caller.sheet.pin(.backup1)).answer == first.answer)
        #expect(try await test.pin(caller.sheet, .backup1)?.state == .unused)
        let licenses = try await test.center.kit(caller.sheet.registration).licenses
        #expect(licenses.count == 1)
    }

    @Test func `another computer's request needs a PIN of its own`() async throws {
        var caller = try await caller()
        _ = try await caller.call(caller.sheet.pin())
        caller.site = TestSite("accounting-2")
        caller.site.parameters = .sample(changing: [.board: ["Another Board"]])
        guard case .pinActive? = await caller.refusal(caller.sheet.pin()) else {
            Issue.record("one PIN licensed two computers")
            return
        }
        #expect(try await test.center.answered(try caller.request) == nil)
    }

    @Test func `numbers that do not go together are refused, and no PIN is used`() async throws {
        let caller = try await caller()
        let other = try await test.kit()
        let sheet = caller.sheet
        #expect(await caller.refusal(sheet.pin(.backup1)) == .pinIsBackup)
        #expect(await caller.refusal(sheet.pin(workplace: 2)) == .entitlementElsewhere)
        #expect(await caller.refusal(other.pin()) == .pinUnknown)
        #expect(
            await caller.refusal(other.pin(), of: other.registration) == .entitlementElsewhere)
        var generator = SystemRandomNumberGenerator()
        let elsewhere = try TestCenter()
        let stranger = PhoneCaller(test: test, sheet: try await elsewhere.kit())
        #expect(
            try await refusal(stranger.request, sheet.pin(), sheet.registration)
                == .entitlementUnknown)
        #expect(
            await caller.refusal(PIN(.standard, using: &generator)) == .pinUnknown)
        for pin in try await test.center.kit(sheet.registration).pins {
            #expect(pin.state == .unused)
        }
    }

    private func refusal(
        _ request: RequestCode, _ pin: PIN, _ registration: RegistrationNumber
    ) async -> CenterRefusal? {
        do {
            _ = try await test.center.answer(
                request, to: Center.Caller(registration: registration, pin: pin))
            return nil
        } catch {
            return error as? CenterRefusal
        }
    }

    @Test func `two requests that race for one PIN get one answer`() async throws {
        let caller = try await caller()
        var rival = caller
        rival.site = TestSite("accounting-2")
        rival.site.parameters = .sample(changing: [.board: ["Another Board"]])
        async let one = caller.refusal(caller.sheet.pin())
        async let two = rival.refusal(caller.sheet.pin())
        let refusals = await [one, two].compactMap(\.self)
        #expect(refusals.count == 1)
    }

    @Test func `whom the kit was sold to is compared where it is asked`() async throws {
        let caller = try await caller()
        _ = try await caller.call(caller.sheet.pin(), licensee: .sample())
        var second = caller
        second.workplace = 2
        #expect(
            await second.refusal(
                caller.sheet.pin(workplace: 2), licensee: try? .sample(["name": "OOO Lilia"]))
                == .licensee(.other(field: "name")))
        #expect(try await test.pin(caller.sheet, .main, workplace: 2)?.state == .unused)
    }

    @Test func `a recovery takes a backup PIN, and the license before holds no longer`()
        async throws
    {
        var caller = try await caller()
        let first = try await caller.call(caller.sheet.pin()).license
        caller.kind = .recovery
        #expect(await caller.refusal(caller.sheet.pin()) == .backupNeeded(backupsLeft: 2))
        let second = try await caller.call(caller.sheet.pin(.backup1)).license
        #expect(try await test.center.license(first.id).state == .superseded)
        #expect(try await test.center.license(first.id).successor == second.id)
        #expect(try await test.pin(caller.sheet, .main)?.state == .superseded)
        #expect(try await test.pin(caller.sheet, .backup1)?.state == .active)
    }

    @Test func `what was never licensed is not recovered`() async throws {
        let caller = try await caller(.recovery)
        #expect(await caller.refusal(caller.sheet.pin(.backup1)) == .pinUnused)
        #expect(await caller.refusal(caller.sheet.pin()) == .pinUnused)
    }

    @Test func `an unchanged recovery keeps its PIN, and cannot be had without end`() async throws {
        var rule = KitRule()
        rule.unseenRecoveriesPerYear = 2
        let sheet = try await test.kit(rule: rule)
        var caller = PhoneCaller(test: test, sheet: sheet)
        _ = try await caller.call(sheet.pin())
        caller.kind = .recoveryUnchanged
        #expect(await caller.refusal(sheet.pin(.backup1)) == .pinUnused)
        for number: UInt8 in 1...2 {
            caller.nonce = number
            _ = try await caller.call(sheet.pin())
        }
        caller.nonce = 9
        #expect(await caller.refusal(sheet.pin()) == .unseenLimit(2))
    }

    @Test func `in an emergency any PIN of the kit will do, once a year, where a key can be lost`()
        async throws
    {
        var caller = try await caller(.emergency)
        let sheet = caller.sheet
        #expect(await caller.refusal(sheet.pin(.backup2)) == .nothingToRecover)
        caller.kind = .firstRun
        _ = try await caller.call(sheet.pin())
        caller.kind = .emergency
        let outcome = try await caller.call(sheet.pin(.backup1, workplace: 2))
        #expect(outcome.license.kind == .emergency)
        let signed = try test.read(try await caller.license(outcome.answer.answer).file)
        #expect(signed.expires == (PhoneDay(of: TestCenter.start) + 15).start - 1)
        #expect(try await test.pin(sheet, .backup1, workplace: 2)?.state == .unused)
        caller.nonce = 9
        #expect(await caller.refusal(sheet.pin()) == .emergencyLimit(1))
    }

    @Test func `what the phone key is not for is refused before a PIN is used`() async throws {
        func refusal(
            _ change: (inout PhoneStory) -> Void, terms: KitTerms = KitTerms()
        ) async throws -> CenterRefusal? {
            var story = PhoneStory()
            change(&story)
            let test = try TestCenter(answeringBy: story)
            let caller = PhoneCaller(test: test, sheet: try await test.kit(terms: terms))
            let refusal = await caller.refusal(caller.sheet.pin())
            #expect(
                try await test.pin(caller.sheet, .main)?.state
                    == (refusal == nil ? .active : .unused))
            return refusal
        }
        #expect(try await refusal { _ in } == nil)
        #expect(
            try await refusal { $0.limits.products = ["drawer"] }
                == .phoneLimit(.phoneLimit(.product("planner", only: ["drawer"]))))
        var terms = KitTerms()
        terms.seats = Seats(count: 9)
        #expect(
            try await refusal({ $0.limits.mostSeats = 8 }, terms: terms)
                == .phoneLimit(.phoneLimit(.seats(9, most: 8))))
        #expect(
            try await refusal { $0.limits.longestDays = 30 }
                == .phoneLimit(.phoneLimit(.days(90, longest: 30))))
        let end = TestCenter.start - 86400
        #expect(
            try await refusal { $0.certifiedTo = end }
                == .phoneLimit(.expired(on: end, signed: PhoneDay(of: TestCenter.start).start)))
    }

    @Test func `kits of the same terms have one code, and others have others`() async throws {
        var terms = KitTerms()
        terms.phoneDays = 30
        let sheets = [
            try await test.kit(), try await test.kit(workplaces: 3),
            try await test.kit(terms: terms),
        ]
        let codes = sheets.map(\.phone.terms)
        #expect(codes[0] == codes[1])
        #expect(codes[0] != codes[2])
        #expect(try await test.center.phoneTerms().count == 2)
        #expect(Set(sheets.flatMap(\.phone.entitlements)).count == 5)
        #expect(
            try await test.center.phoneSheet(of: sheets[1].registration) == sheets[1].phone)
    }

    @Test func `the log tells of it, and notices an answer that was changed`() async throws {
        let caller = try await caller()
        _ = try await caller.call(caller.sheet.pin())
        let head = try #require(try await test.database.auditHead())
        var reader = test.publisher.reader
        let own = try reader.auditHead(Array(head.utf8))
        _ = try await test.center.verifyAudit(against: own, [])
        let entries = try await test.center.audit(after: 0, atMost: 100)
        let last = try #require(entries.last)
        #expect(last.event == "license.issued")
        let text = JSONValue.object(last.content).compact
        #expect(text.contains(try caller.request.text))
        // The answer is a license in the hands of whoever reads it.
        let answer = try await caller.call(caller.sheet.pin()).answer.answer
        #expect(!text.contains(answer.text))
    }

    @Test func `a restored center answers what it has answered, and nothing new`() async throws {
        let caller = try await caller()
        try await test.center.claimStorage()
        let before = try await caller.call(caller.sheet.pin())
        let backup = test.folder + "/backup"
        try test.database.backUp(to: backup)
        try test.database.restore(
            from: backup, at: TestCenter.start, keeping: test.folder + "/before",
            by: test.folder + "/copy")
        #expect(try await test.center.answered(try caller.request)?.answer == before.answer)
        var second = caller
        second.workplace = 2
        #expect(await second.refusal(caller.sheet.pin(workplace: 2)) == .restored)
    }

    @Test func `what an older center's log tells of it makes the PIN a used one`() async throws {
        let caller = try await caller()
        _ = try await caller.call(caller.sheet.pin())
        let entry = try #require(try await test.center.audit(after: 0, atMost: 100).last)
        let event = try LostEvent(
            Claims(
                JSONObject([
                    "event": .string(entry.event), "content": .object(entry.content),
                ])))
        guard case .issued(let id, let pin, let replaced)? = event else {
            Issue.record("it is no event that a restored center hears of")
            return
        }
        #expect(id == PhoneLicense.id(of: try caller.request))
        #expect(pin?.place.position == .main)
        #expect(replaced.isEmpty)
    }

    @Test func `nothing else is done with a license by phone before it is exchanged`() async throws
    {
        let caller = try await caller()
        let id = try await caller.call(caller.sheet.pin()).license.id
        let request = BindingRequest(
            head: caller.site.head(caller.sheet.registration), license: id,
            change: .bind(.identified(.hasp(5))), authority: .pin(caller.sheet.pin()))
        await #expect(throws: CenterRefusal.bindingUnseen(id)) {
            _ = try await test.center.rebind(request)
        }
        let challenge = try await test.center.challenge(
            ChallengeRequest(registration: caller.sheet.registration))
        #expect(challenge.licenses.isEmpty)
    }

    @Test func `an answer whose license holds no longer is not read out again`() async throws {
        let caller = try await caller()
        let id = try await caller.call(caller.sheet.pin()).license.id
        try await test.center.revoke(id)
        await #expect(throws: CenterRefusal.licenseEnded(id, successor: nil)) {
            _ = try await test.center.answered(try caller.request)
        }
        #expect(await caller.refusal(caller.sheet.pin()) == .licenseEnded(id, successor: nil))
    }

    @Test func `an answer is of one kit, whatever registration number the site has typed`()
        async throws
    {
        var terms = KitTerms()
        terms.phoneDays = 45
        let (one, two) = (try await test.kit(terms: terms), try await test.kit(terms: terms))
        #expect(one.phone.terms == two.phone.terms)
        var caller = PhoneCaller(test: test, sheet: one)
        caller.registration = two.registration
        let answer = try await caller.call(one.pin(), of: one.registration).answer.answer
        await #expect(throws: AnswerRepair.Failure.self) { _ = try await caller.license(answer) }
    }

    @Test func `over the network nobody pretends to be the computer of a call`() async throws {
        let caller = try await caller()
        let id = try await caller.call(caller.sheet.pin()).license.id
        var pretender = TestSite("by phone")
        pretender.parameters = .sample(changing: [.board: ["x"], .disk: ["y"]])
        let request = ActivationRequest(
            head: pretender.head(caller.sheet.registration), operation: .recovery,
            isUnchanged: true, pin: caller.sheet.pin(), licensee: try .sample(),
            binding: ProposedBinding(mode: .machine, keys: [], machine: pretender.machine))
        await #expect(throws: CenterRefusal.bindingUnseen(id)) {
            _ = try await test.center.activate(request)
        }
        let emergency = EmergencyRequest(
            head: pretender.head(caller.sheet.registration), pin: caller.sheet.pin(),
            machine: pretender.machine)
        await #expect(throws: CenterRefusal.bindingUnseen(id)) {
            _ = try await test.center.help(emergency)
        }
    }
}
