import CenterProtocol
import Foundation
import LicenseBinding
import LicensingCenter
import SimulatedKeys
import TestPublisher
import Testing

// Keys that come, go and are lost.
extension KeyRecoveryTests {
    @Test func `a license of the computer is bound to a key by the computer's own key`()
        async throws
    {
        let sheet = try await test.kit()
        let first = try await activated(
            sheet, ProposedBinding(mode: .machine, keys: [], machine: site.machine))
        let change = BindingRequest.Change.bind(.enrolled(try site.enrolled()))
        let challenge = try await center.challenge(
            ChallengeRequest(registration: sheet.registration))
        let binding = try rebinding(sheet, first, change, at: site, answering: challenge.nonce)
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
