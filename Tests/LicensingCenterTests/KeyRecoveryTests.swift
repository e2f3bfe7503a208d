import CenterProtocol
import Crypto
import Foundation
import LicenseBinding
import LicensingCenter
import SimulatedKeys
import TestPublisher
import Testing

/// What a FIDO2 key proves to the center.
@Suite(.timeLimit(.minutes(5)))
struct KeyRecoveryTests {
    private let test: TestCenter
    private let site = TestSite()

    init() throws {
        test = try TestCenter()
    }

    private var center: Center { test.center }

    private func license(_ grant: LicenseGrant) throws -> License {
        var reader = test.publisher.reader
        return try reader.license(Array(grant.license.utf8)).license
    }

    private func refusal(
        _ work: () async throws -> LicenseGrant
    ) async -> CenterRefusal? {
        do {
            _ = try await work()
            return nil
        } catch {
            return error as? CenterRefusal
        }
    }

    /// A license that is bound to the site's FIDO2 key, or as told.
    private func activated(
        _ sheet: PINSheet, _ binding: ProposedBinding? = nil
    ) async throws -> License {
        let key = ProposedBinding(
            mode: .key, keys: [.enrolled(try site.enrolled())], machine: nil)
        return try license(
            try await center.activate(
                ActivationRequest(
                    head: site.head(sheet.registration), operation: .firstRun, pin: sheet.pin(),
                    licensee: .sample(), binding: binding ?? key)))
    }

    /// What a site asks for, with the proof of a key over it.
    private func recovery(
        _ sheet: PINSheet, _ license: LicenseID, by key: SimulatedKey,
        for purpose: ProofPurpose = .center, on machine: ProposedMachine? = nil
    ) async throws -> RecoveryRequest {
        let challenge = try await center.challenge(
            ChallengeRequest(registration: sheet.registration))
        let provable = try #require(challenge.licenses.first)
        let credential = try #require(provable.credentials.first)
        let head = site.head(sheet.registration)
        let asked = RecoveryRequest.asked(head: head, license: license, machine: machine)
        let nonce = AnchorProof.nonce(challenge.nonce, for: asked)
        let proof = try key.proof(
            of: ProofRequest(license: license, nonce: nonce), by: credential, for: purpose)
        return RecoveryRequest(
            head: head, license: license, machine: machine,
            proven: ProvenPart(
                challenge: challenge.nonce, proof: .key(credential.keyID, proof)))
    }

    private func rebinding(
        _ sheet: PINSheet, _ license: License, _ change: BindingRequest.Change,
        by key: SimulatedKey
    ) async throws -> BindingRequest {
        let challenge = try await center.challenge(
            ChallengeRequest(registration: sheet.registration))
        let provable = try #require(challenge.licenses.first { $0.license == license.id })
        let head = site.head(sheet.registration)
        let asked = BindingRequest.asked(head: head, license: license.id, change: change)
        let nonce = AnchorProof.nonce(challenge.nonce, for: asked)
        let request = ProofRequest(license: license.id, nonce: nonce)
        let proofs = provable.credentials.compactMap { credential in
            (try? key.proof(of: request, by: credential, for: .center))
                .map { (credential.keyID, $0) }
        }
        let (id, proof) = try #require(proofs.first)
        return BindingRequest(
            head: head, license: license.id, change: change,
            authority: .anchor(ProvenPart(challenge: challenge.nonce, proof: .key(id, proof))))
    }

    @Test func `the key brings its license back, and no PIN is used`() async throws {
        let sheet = try await test.kit()
        let first = try await activated(sheet)
        let request = try await recovery(sheet, first.id, by: site.key)
        #expect(try license(try await center.recover(request)) == first)
        let (_, pins, licenses) = try await center.kit(sheet.registration)
        #expect(pins.map(\.state) == [.active, .unused, .unused])
        #expect(licenses.count == 1)
    }

    @Test func `a proof is for its request alone, and for once`() async throws {
        let sheet = try await test.kit()
        let first = try await activated(sheet)
        let request = try await recovery(sheet, first.id, by: site.key)
        let otherHead = RecoveryRequest(
            head: TestSite("thief").head(sheet.registration), license: first.id, machine: nil,
            proven: request.proven)
        #expect(await refusal { try await center.recover(otherHead) } == .unproven)
        _ = try await center.recover(request)
        #expect(await refusal { try await center.recover(otherHead) } == .challengeStale)
    }

    @Test func `a proof that the key is there, as every program gets it, is none here`()
        async throws
    {
        let sheet = try await test.kit()
        let first = try await activated(sheet)
        let request = try await recovery(sheet, first.id, by: site.key, for: .presence)
        #expect(await refusal { try await center.recover(request) } == .unproven)
    }

    @Test func `a proof that was signed in advance is refused`() async throws {
        let sheet = try await test.kit()
        let first = try await activated(sheet)
        let request = try await recovery(sheet, first.id, by: site.key)
        test.clock.pass(days: 0.01)
        #expect(await refusal { try await center.recover(request) } == .challengeStale)
        let own = try #require(Nonce([UInt8](repeating: 3, count: 32)))
        let invented = RecoveryRequest(
            head: request.head, license: first.id, machine: nil,
            proven: ProvenPart(challenge: own, proof: request.proven.proof))
        #expect(await refusal { try await center.recover(invented) } == .challengeStale)
    }

    @Test func `a stranger's key proves nothing`() async throws {
        let sheet = try await test.kit()
        let first = try await activated(sheet)
        let stranger = SimulatedKey()
        let credential = stranger.credential(
            for: RelyingParty.id(of: test.publisher.root.key.thumbprint))
        let challenge = try await center.challenge(
            ChallengeRequest(registration: sheet.registration))
        let head = site.head(sheet.registration)
        let asked = RecoveryRequest.asked(head: head, license: first.id, machine: nil)
        let proof = try stranger.proof(
            of: ProofRequest(
                license: first.id, nonce: AnchorProof.nonce(challenge.nonce, for: asked)),
            by: credential, for: .center)
        for id in [credential.keyID, first.binding.keys[0].id] {
            let request = RecoveryRequest(
                head: head, license: first.id, machine: nil,
                proven: ProvenPart(challenge: challenge.nonce, proof: .key(id, proof)))
            #expect(await refusal { try await center.recover(request) } == .unproven)
        }
    }

    @Test func `a registration number that nobody has gets a challenge like any other`()
        async throws
    {
        var generator = SystemRandomNumberGenerator()
        let challenge = try await center.challenge(
            ChallengeRequest(registration: RegistrationNumber(using: &generator)))
        #expect(challenge.licenses.isEmpty)
    }

    @Test func `a stranger who knows the number of a HASP key recovers and binds nothing`()
        async throws
    {
        let sheet = try await test.kit()
        let first = try await activated(
            sheet,
            ProposedBinding(mode: .key, keys: [.identified(.hasp(978_493_417))], machine: nil))
        let challenge = try await center.challenge(
            ChallengeRequest(registration: sheet.registration))
        #expect(challenge.licenses.isEmpty)
        let thief = TestSite("thief")
        let change = BindingRequest.Change.bind(.enrolled(try thief.enrolled()))
        let head = thief.head(sheet.registration)
        let asked = BindingRequest.asked(head: head, license: first.id, change: change)
        let request = ProofRequest(
            license: first.id, nonce: AnchorProof.nonce(challenge.nonce, for: asked))
        let signature = try thief.device.signature(for: AnchorProof.deviceMessage(request))
        let binding = BindingRequest(
            head: head, license: first.id, change: change,
            authority: .anchor(
                ProvenPart(
                    challenge: challenge.nonce, proof: .device(signature: Array(signature)))))
        #expect(await refusal { try await center.rebind(binding) } == .unproven)
        // Whoever has the workplace's PIN may.
        let owner = BindingRequest(
            head: site.head(sheet.registration), license: first.id,
            change: .bind(.enrolled(try site.enrolled())), authority: .pin(sheet.pin()))
        #expect(try license(try await center.rebind(owner)).supersedes == [first.id])
    }

    @Test func `a license of the computer is bound to a key by the computer's own key`()
        async throws
    {
        let sheet = try await test.kit()
        let first = try await activated(
            sheet, ProposedBinding(mode: .machine, keys: [], machine: site.machine))
        let change = BindingRequest.Change.bind(.enrolled(try site.enrolled()))
        let challenge = try await center.challenge(
            ChallengeRequest(registration: sheet.registration))
        let head = site.head(sheet.registration)
        let asked = BindingRequest.asked(head: head, license: first.id, change: change)
        let request = ProofRequest(
            license: first.id, nonce: AnchorProof.nonce(challenge.nonce, for: asked))
        let signature = try site.device.signature(for: AnchorProof.deviceMessage(request))
        let binding = BindingRequest(
            head: head, license: first.id, change: change,
            authority: .anchor(
                ProvenPart(
                    challenge: challenge.nonce, proof: .device(signature: Array(signature)))))
        let grant = try await center.rebind(binding)
        let bound = try license(grant)
        #expect(bound.binding.mode == .key)
        #expect(bound.binding.machine == nil)
        #expect(bound.supersedes == [first.id])
        // Every computer that hears of it refuses the old one, and says where it went.
        var reader = test.publisher.reader
        let list = try reader.revocations(Array(try #require(grant.revocations).utf8))
        #expect(list.successors[first.id] == bound.id)
        let (_, pins, _) = try await center.kit(sheet.registration)
        #expect(pins.map(\.state) == [.active, .unused, .unused])
    }

    @Test func `a spare is added and promoted, and the promotion undone for a week`() async throws {
        let sheet = try await test.kit()
        let first = try await activated(sheet)
        let spare = SimulatedKey()
        let added = try license(
            try await center.rebind(
                try await rebinding(
                    sheet, first, .addSpare(.enrolled(try site.enrolled(spare))), by: site.key)))
        let spareID = added.binding.keys[1].id
        let promoted = try license(
            try await center.rebind(
                try await rebinding(sheet, added, .promote(spareID), by: spare)))
        #expect(promoted.binding.keys.map(\.role) == [.primary, .spare])
        #expect(promoted.binding.keys[0].id == spareID)
        test.clock.pass(days: 6.9)
        let undone = try license(
            try await center.rebind(
                try await rebinding(sheet, promoted, .undoPromotion, by: spare)))
        #expect(undone.binding.keys == added.binding.keys)
        let again = try license(
            try await center.rebind(
                try await rebinding(sheet, undone, .promote(spareID), by: spare)))
        test.clock.pass(days: 7.1)
        let late = try await rebinding(sheet, again, .undoPromotion, by: spare)
        #expect(await refusal { try await center.rebind(late) } == .nothingToUndo(days: 7))
    }

    @Test func `a lost key is replaced by a backup PIN, and withdrawn`() async throws {
        let sheet = try await test.kit()
        let first = try await activated(sheet)
        let lost = first.binding.keys[0].id
        func replacing(_ pin: PIN) throws -> BindingRequest {
            BindingRequest(
                head: site.head(sheet.registration), license: first.id,
                change: .replace(
                    lost: lost, by: .enrolled(try site.enrolled(SimulatedKey()))),
                authority: .pin(pin))
        }
        let active = try replacing(sheet.pin())
        #expect(
            await refusal { try await center.rebind(active) } == .backupNeeded(backupsLeft: 2))
        let grant = try await center.rebind(try replacing(sheet.pin(.backup1)))
        var reader = test.publisher.reader
        let list = try reader.revocations(Array(try #require(grant.revocations).utf8))
        #expect(list.keys == [lost.description])
        let (_, pins, _) = try await center.kit(sheet.registration)
        #expect(pins.map(\.state) == [.superseded, .active, .unused])
    }

    @Test func `an emergency is helped at once, once a year, until the key is replaced`()
        async throws
    {
        let sheet = try await test.kit()
        let first = try await activated(sheet)
        func emergency() -> EmergencyRequest {
            EmergencyRequest(
                head: site.head(sheet.registration), pin: sheet.pin(.backup2),
                machine: site.machine)
        }
        let help = try license(try await center.help(emergency()))
        #expect(help.expires == TestCenter.start + 14 * 86400)
        #expect(help.binding.mode == .machine)
        #expect(help.supersedes.isEmpty)
        for _ in 2...3 {
            let next = emergency()
            #expect(await refusal { try await center.help(next) } == .emergencyLimit(1))
        }
        let replaced = try license(
            try await center.rebind(
                BindingRequest(
                    head: site.head(sheet.registration), license: first.id,
                    change: .replace(
                        lost: first.binding.keys[0].id,
                        by: .enrolled(try site.enrolled(SimulatedKey()))),
                    authority: .pin(sheet.pin(.backup1)))))
        #expect(Set(replaced.supersedes) == [first.id, help.id])
        test.clock.pass(days: 366)
        _ = try await center.help(emergency())
    }

    @Test func `any PIN of the kit helps, and the workplace whose key has died is found`()
        async throws
    {
        let sheet = try await test.kit(workplaces: 3)
        func help(by workplace: Int) async throws -> LicenseGrant {
            try await center.help(
                EmergencyRequest(
                    head: site.head(sheet.registration),
                    pin: sheet.pin(.backup1, workplace: workplace), machine: site.machine))
        }
        #expect(await refusal { try await help(by: 3) } == .nothingToRecover)
        _ = try await activated(
            sheet, ProposedBinding(mode: .machine, keys: [], machine: site.machine))
        guard case .bindingUnfit? = await refusal({ try await help(by: 1) }) else {
            Issue.record("a license of the computer alone has no key to lose")
            return
        }
        _ = try await center.activate(
            ActivationRequest(
                head: site.head(sheet.registration), operation: .firstRun,
                pin: sheet.pin(workplace: 2), licensee: .sample(),
                binding: ProposedBinding(
                    mode: .key, keys: [.enrolled(try site.enrolled())], machine: nil)))
        let id = try license(try await help(by: 3)).id
        #expect(try await center.license(id).workplace == 2)
    }

    @Test func `a stranger's key that only shows a number is withdrawn from nobody`() async throws {
        let sheet = try await test.kit()
        let first = try await activated(
            sheet,
            ProposedBinding(
                mode: .key, keys: [.enrolled(try site.enrolled()), .identified(.hasp(7))],
                machine: nil))
        let grant = try await center.rebind(
            try await rebinding(
                sheet, first, .replace(lost: .hasp(7), by: .identified(.hasp(8))), by: site.key))
        var reader = test.publisher.reader
        let list = try reader.revocations(Array(try #require(grant.revocations).utf8))
        #expect(list.keys.isEmpty)
        let owner = try await test.kit()
        let own = try await activated(
            owner, ProposedBinding(mode: .key, keys: [.identified(.hasp(7))], machine: nil))
        #expect(own.binding.keys.map(\.id) == [.hasp(7)])
    }

    @Test func `a FIDO2 key gives way by its proof or a backup PIN, not by the active PIN`()
        async throws
    {
        let sheet = try await test.kit()
        let first = try await activated(sheet)
        let binding = BindingRequest(
            head: site.head(sheet.registration), license: first.id,
            change: .bind(.enrolled(try site.enrolled(SimulatedKey()))),
            authority: .pin(sheet.pin()))
        #expect(await refusal { try await center.rebind(binding) } == .keyProofNeeded)
    }

    @Test func `a workplace is bound anew so many times a year, and a backup PIN helps after that`()
        async throws
    {
        var rule = KitRule()
        rule.rebindsPerYear = 2
        let sheet = try await test.kit(rule: rule)
        var license = try await activated(sheet)
        for number in 1...2 {
            license = try self.license(
                try await center.rebind(
                    try await rebinding(
                        sheet, license, .addSpare(.identified(.hasp(UInt64(number)))),
                        by: site.key)))
        }
        let third = try await rebinding(
            sheet, license, .addSpare(.identified(.hasp(3))), by: site.key)
        #expect(await refusal { try await center.rebind(third) } == .rebindLimit(2))
        _ = try await center.rebind(
            BindingRequest(
                head: site.head(sheet.registration), license: license.id,
                change: .replace(
                    lost: license.binding.keys[0].id,
                    by: .enrolled(try site.enrolled(SimulatedKey()))),
                authority: .pin(sheet.pin(.backup1))))
    }

    @Test func `a key that goes from computer to computer leaves only so many licenses`()
        async throws
    {
        var rule = KitRule()
        rule.rebindsPerYear = 2
        let sheet = try await test.kit(rule: rule)
        var license = try await activated(
            sheet,
            ProposedBinding(
                mode: .keyOrMachine, keys: [.enrolled(try site.enrolled())], machine: site.machine))
        for number in 1...3 {
            var other = TestSite("computer-\(number)")
            other.parameters = .sample(changing: [.board: ["Board \(number)"]])
            let request = try await recovery(
                sheet, license.id, by: site.key, on: other.machine)
            if number == 3 {
                #expect(await refusal { try await center.recover(request) } == .rebindLimit(2))
            } else {
                license = try self.license(try await center.recover(request))
            }
        }
    }

    @Test func `which PINs are unused is told to who has one, never by their digits`() async throws
    {
        let sheet = try await test.kit(workplaces: 2)
        _ = try await activated(sheet)
        let report = try await center.report(
            PINQuery(registration: sheet.registration, authority: .pin(sheet.pin(.backup1))))
        #expect(report.entries.map(\.state) == [.active] + Array(repeating: .unused, count: 5))
        #expect(report.entries[0].computer == "accounting-1")
        let text = JSONValue.object(report.json).compact
        for line in sheet.lines {
            #expect(!text.contains(String(decoding: line.pin.digits, as: UTF8.self)))
        }
    }
}
