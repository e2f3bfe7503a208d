import CenterProtocol
import Foundation
import LicenseBinding
import LicensingCenter
import TestPublisher
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ActivationTests {
    private let test: TestCenter
    private let site = TestSite()

    init() throws {
        test = try TestCenter()
    }

    private var center: Center { test.center }

    private func request(
        _ sheet: PINSheet, _ pin: PIN? = nil, by site: TestSite? = nil,
        operation: ActivationRequest.Operation = .firstRun, unchanged: Bool = false,
        licensee: LicenseeData? = nil, binding: ProposedBinding? = nil, id: RequestID? = nil
    ) throws -> ActivationRequest {
        let site = site ?? self.site
        return ActivationRequest(
            head: site.head(sheet.registration, id: id ?? TestSite.requestID()),
            operation: operation, isUnchanged: unchanged, pin: pin ?? sheet.pin(),
            licensee: try licensee ?? .sample(),
            binding: binding
                ?? ProposedBinding(mode: .machine, keys: [], machine: site.machine))
    }

    private func license(_ grant: LicenseGrant) throws -> License {
        var reader = test.publisher.reader
        return try reader.license(Array(grant.license.utf8)).license
    }

    private func refusal(_ request: ActivationRequest) async -> CenterRefusal? {
        do {
            _ = try await center.activate(request)
            return nil
        } catch {
            return error as? CenterRefusal
        }
    }

    @Test func `a first run gives a license for the kit, bound as was asked`() async throws {
        let sheet = try await test.kit()
        let binding = ProposedBinding(
            mode: .key, keys: [.enrolled(try site.enrolled()), .identified(.hasp(5))],
            machine: nil)
        let license = try license(
            try await center.activate(request(sheet, binding: binding)))
        #expect(license.kit == sheet.registration.description)
        #expect(license.product == Product(id: "planner", name: "Planner"))
        #expect(license.licensee.name == "OOO «Romashka» ")
        #expect(license.binding.keys.map(\.role) == [.primary, .spare])
        #expect(license.binding.keys[1].id == .hasp(5))
        #expect(license.binding.credentials.count == 1)
        #expect(license.others["audit"] != nil)
    }

    @Test func `a license names the seat server of keys that cannot sign, and keeps it`()
        async throws
    {
        var terms = KitTerms()
        terms.features = [Feature(name: "export", seats: 3)]
        let server = SeededKey(seed: 21).publicKey
        func named(_ keys: [ProposedKey], _ terms: KitTerms) async throws -> VerifyingKey? {
            let sheet = try await test.kit(terms: terms)
            let binding = ProposedBinding(
                mode: .key, keys: keys, machine: nil, seatServer: server)
            let request = try request(sheet, binding: binding)
            let body = request.json.compactBytes
            #expect(try ActivationRequest(parsing: body) == request)
            return try license(try await center.activate(request)).binding.seatServer
        }
        let sheet = try await test.kit(terms: terms)
        let binding = ProposedBinding(
            mode: .key, keys: [.identified(.hasp(5))], machine: nil, seatServer: server)
        let first = try license(try await center.activate(request(sheet, binding: binding)))
        let second = try license(
            try await center.rebind(
                BindingRequest(
                    head: site.head(sheet.registration), license: first.id,
                    change: .addSpare(.identified(.hasp(6))), authority: .pin(sheet.pin()))))
        #expect(second.binding.keys.count == 2)
        let recovery = ProposedBinding(mode: .key, keys: [.identified(.hasp(5))], machine: nil)
        let third = try license(
            try await center.activate(
                request(sheet, operation: .recovery, unchanged: true, binding: recovery)))
        #expect(third.binding.seatServer == server)
        // Another server may take its place, now and then.
        func moved(_ seed: UInt8) throws -> ActivationRequest {
            let binding = ProposedBinding(
                mode: .key, keys: [.identified(.hasp(5))], machine: nil,
                seatServer: SeededKey(seed: seed).publicKey)
            return try self.request(
                sheet, operation: .recovery, unchanged: true, binding: binding)
        }
        // The spare was the first of the bindings of a year.
        let most = sheet.kit.rule.rebindsPerYear
        for seed in 1..<UInt8(most) {
            let license = try license(try await center.activate(moved(seed)))
            #expect(license.binding.seatServer == SeededKey(seed: seed).publicKey)
        }
        #expect(await refusal(try moved(99)) == .rebindLimit(most))
        #expect([first, second].map(\.binding.seatServer) == [server, server])
        // Without seats, and where keys sign, nobody needs it.
        #expect(try await named([.identified(.hasp(5))], KitTerms()) == nil)
        #expect(try await named([.enrolled(try site.enrolled())], terms) == nil)
    }

    @Test func `a license has the terms of its kit, and an emergency ends sooner`() async throws {
        var terms = KitTerms()
        terms.features = [Feature(name: "reports"), Feature(name: "export", seats: 3)]
        terms.seats = Seats(count: 5)
        terms.expires = TestCenter.start + 10 * 86400
        terms.grace = Grace(running: .seconds(900), start: .seconds(60))
        let sheet = try await test.kit(terms: terms)
        let binding = ProposedBinding(
            mode: .key, keys: [.enrolled(try site.enrolled())], machine: nil)
        let license = try license(
            try await center.activate(request(sheet, binding: binding)))
        #expect(license.features == terms.features)
        #expect(license.seats == terms.seats)
        #expect(license.expires == terms.expires)
        #expect(license.binding.grace == terms.grace)
        let help = try self.license(
            try await center.help(
                EmergencyRequest(
                    head: site.head(sheet.registration), pin: sheet.pin(), machine: site.machine)))
        #expect(help.expires == terms.expires)
        #expect(help.features == terms.features)
    }

    @Test func `a kit that asks for keys that sign takes none that only shows a number`()
        async throws
    {
        var terms = KitTerms()
        terms.minimumAssurance = .signed
        let sheet = try await test.kit(terms: terms)
        func bound(_ key: ProposedKey) throws -> ActivationRequest {
            try request(
                sheet, binding: ProposedBinding(mode: .key, keys: [key], machine: nil))
        }
        let refusal = await refusal(try bound(.identified(.hasp(5))))
        guard case .keyUnfit(.hasp(5)?, _)? = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        let license = try license(
            try await center.activate(bound(.enrolled(try site.enrolled()))))
        #expect(license.binding.minimumAssurance == .signed)
    }

    @Test func `a PIN that is active names its computer, and gives no second license`() async throws
    {
        let sheet = try await test.kit()
        _ = try await center.activate(request(sheet))
        #expect(
            await refusal(try request(sheet, by: TestSite("accounting-2")))
                == .pinActive(computer: "accounting-1", since: TestCenter.start))
    }

    @Test func `a backup PIN is none for a first run, and an unused PIN none for a recovery`()
        async throws
    {
        let sheet = try await test.kit()
        #expect(await refusal(try request(sheet, sheet.pin(.backup1))) == .pinIsBackup)
        #expect(
            await refusal(try request(sheet, operation: .recovery, unchanged: true)) == .pinUnused)
    }

    @Test func `a recovery of what has not changed keeps the PIN`() async throws {
        let sheet = try await test.kit()
        let first = try license(try await center.activate(request(sheet)))
        for _ in 0..<3 {
            let again = try license(
                try await center.activate(
                    request(sheet, operation: .recovery, unchanged: true)))
            #expect(again.supersedes.count == 1)
            #expect(again.id != first.id)
        }
        let (_, pins, licenses) = try await center.kit(sheet.registration)
        #expect(pins.map(\.state) == [.active, .unused, .unused])
        #expect(licenses.count { $0.state == .active } == 1)
    }

    @Test func `a recovery of what has not changed keeps the spares, and adds no key`() async throws
    {
        let sheet = try await test.kit()
        func bound(_ keys: [ProposedKey]) -> ProposedBinding {
            ProposedBinding(mode: .key, keys: keys, machine: nil)
        }
        _ = try await center.activate(
            request(sheet, binding: bound([.identified(.hasp(1)), .identified(.hasp(2))])))
        for keys in [[1], [1, 3, 4]] as [[UInt64]] {
            let again = try license(
                try await center.activate(
                    request(
                        sheet, operation: .recovery, unchanged: true,
                        binding: bound(keys.map { .identified(.hasp($0)) }))))
            #expect(again.binding.keys.map(\.id) == [.hasp(1), .hasp(2)])
        }
    }

    @Test func `a license that no site could read is not given, and its PIN not used`() async throws
    {
        let sheet = try await test.kit()
        var large = site
        large.parameters = MachineParameters(
            values: [.disk: (0..<12_000).map { "disk \($0)" }], memory: 1)
        guard case .bindingUnfit? = await refusal(try request(sheet, by: large)) else {
            Issue.record("a license of more than 256 KiB")
            return
        }
        #expect(try await center.kit(sheet.registration).pins[0].state == .unused)
    }

    @Test func `a center whose certificate has ended signs nothing and uses no PIN`() async throws {
        let sheet = try await test.kit()
        test.clock.pass(days: 732)
        #expect(await refusal(try request(sheet)) == .issuerExpired)
        #expect(try await center.kit(sheet.registration).pins[0].state == .unused)
    }

    @Test func `a name that is none is not taken for a kit`() async throws {
        let sheet = try await test.kit()
        let refusal = await refusal(try request(sheet, licensee: .sample(["name": " «» "])))
        #expect(refusal == .licensee(.missing(field: "name")))
    }

    @Test func `what is said to be unchanged and is not is refused by its parts`() async throws {
        let sheet = try await test.kit()
        _ = try await center.activate(request(sheet))
        var other = site
        other.parameters = .sample(changing: [.board: ["Another"], .disk: ["Another"]])
        let refusal = await refusal(
            try request(sheet, by: other, operation: .recovery, unchanged: true))
        guard case .changed(let parts)? = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(parts.contains { $0.contains("board") })
    }

    @Test func `a recovery of what has changed uses up a backup PIN, until there is none`()
        async throws
    {
        let sheet = try await test.kit()
        _ = try await center.activate(request(sheet))
        #expect(
            await refusal(try request(sheet, operation: .recovery))
                == .backupNeeded(backupsLeft: 2))
        for backup in [PINPosition.backup1, .backup2] {
            _ = try await center.activate(
                request(sheet, sheet.pin(backup), operation: .recovery))
        }
        let (_, pins, _) = try await center.kit(sheet.registration)
        #expect(pins.map(\.state) == [.superseded, .superseded, .active])
        let last = await refusal(
            try request(sheet, sheet.pin(.backup1), operation: .recovery))
        #expect(last == .backupsUsedUp)
        #expect(last?.problem.detail.contains("keybound license bind") == true)
    }

    @Test func `a licensee is compared as a person would, and a difference names its field`()
        async throws
    {
        let sheet = try await test.kit()
        func licensee(_ name: String, _ country: String) throws -> LicenseeData {
            try .sample(["name": .string(name), "country": .string(country), "taxID": "77 01"])
        }
        _ = try await center.activate(
            request(sheet, licensee: licensee("OOO «Romashka» ", "Russia")))
        func again(_ data: LicenseeData) async throws -> CenterRefusal? {
            await refusal(
                try request(sheet, operation: .recovery, unchanged: true, licensee: data))
        }
        for country in ["Russia", "Russian Federation", "RU", "Россия", " россия", "РФ"] {
            #expect(try await again(licensee("ooo romashka", country)) == nil, "\(country)")
        }
        #expect(
            try await again(licensee("ooo lilia", "RU")) == .licensee(.other(field: "name")))
        #expect(
            try await again(licensee("ooo romashka", "Finland"))
                == .licensee(.other(field: "country")))
        let missing = try await again(.sample(["name": "ooo romashka", "country": "RU"]))
        #expect(missing == .licensee(.missing(field: "taxID")))
        #expect(missing?.problem.field == "licensee.taxID")
    }

    @Test func `two computers race for one PIN, and one gets it`() async throws {
        let sheet = try await test.kit(workplaces: 200)
        let sites = [TestSite("left"), TestSite("right")]
        for workplace in 1...200 {
            let pin = sheet.pin(workplace: workplace)
            let requests = try sites.map { try request(sheet, pin, by: $0) }
            let refusals = await withTaskGroup { tasks in
                for request in requests {
                    tasks.addTask { (request.head.computer, await refusal(request)) }
                }
                return await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            guard refusals.count == 1, let (loser, told) = refusals.first,
                case .pinActive(let winner?, _) = told
            else {
                Issue.record("\(refusals)")
                return
            }
            #expect([loser, winner].sorted() == ["left", "right"])
        }
        let (_, pins, licenses) = try await center.kit(sheet.registration)
        #expect(licenses.count == 200)
        #expect(pins.count { $0.state == .active } == 200)
    }

    @Test func `the same request that comes again gets the same license`() async throws {
        let sheet = try await test.kit()
        let request = try request(sheet)
        var licenses: Set<String> = []
        for _ in 0..<5 { licenses.insert(try await center.activate(request).license) }
        // A center that starts anew with its database knows it too.
        let restarted = try TestCenter(in: test.folder)
        licenses.insert(try await restarted.center.activate(request).license)
        #expect(licenses.count == 1)
        let other = try self.request(
            sheet, licensee: .sample(["name": "ooo lilia"]), id: request.head.id)
        #expect(await refusal(other) == .requestReused)
    }

    @Test func `a PIN of the other kind says which kit it is of, and goes on`() async throws {
        let (standard, basic) = (try await test.kit(), try await test.kit(kind: .basic))
        let grant = try await center.activate(request(standard, basic.pin()))
        #expect(try license(grant).kit == basic.registration.description)
        #expect(grant.notes.count == 1)
        #expect(grant.notes.first?.contains(basic.registration.description) == true)
        let other = try await center.activate(request(basic, standard.pin()))
        #expect(try license(other).kit == standard.registration.description)
    }

    @Test func `a PIN of another kit of its kind is as unknown as one that is none`() async throws {
        let (one, two) = (try await test.kit(), try await test.kit())
        var generator = SystemRandomNumberGenerator()
        #expect(await refusal(try request(one, two.pin())) == .pinUnknown)
        #expect(
            await refusal(try request(one, PIN(.standard, using: &generator))) == .pinUnknown)
    }

    @Test func `a canceled PIN is refused`() async throws {
        let sheet = try await test.kit()
        try await center.cancelPIN(of: sheet.registration, workplace: 1, .main)
        #expect(await refusal(try request(sheet)) == .pinCanceled)
    }
}
