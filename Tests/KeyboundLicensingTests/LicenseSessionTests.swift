import FoundationEssentials
import AgentClient
import AgentProtocol
import LicenseBinding
import LicensedComputer
import SimulatedKeys
import Testing
import USBBus

@testable import KeyboundLicensing

/// A program, an agent and a key.
@Suite(.timeLimit(.minutes(5)))
struct LicenseSessionTests {
    private let computer: LicensedComputer

    init() throws {
        computer = try LicensedComputer()
    }

    @Test func `a key through the daemon opens a session`() async throws {
        try computer.install()
        try await computer.startAgent()
        let session = try await computer.session()
        let verdict = session.verdict
        #expect(verdict.isAccepted)
        #expect(verdict.route == .agent)
        #expect(verdict.keys == [computer.credential.keyID.description])
        #expect(verdict.graceLeft == nil)
        #expect(verdict.passedOver.isEmpty)
    }

    @Test func `a license by phone opens a session as any other`() async throws {
        try computer.installByPhone()
        try await computer.startAgent()
        let verdict = try await computer.session().verdict
        #expect(verdict.isAccepted)
        #expect(verdict.keys == [computer.credential.keyID.description])
        #expect(verdict.warnings.map(\.code) == ["GIVEN_BY_PHONE"])
        computer.ports.unplugAll()
        #expect(try await !computer.session().verdict.isAccepted)
    }

    @Test func `without a daemon the key is asked directly, and the reason is told`() async throws {
        try computer.install()
        var settings = computer.settings
        settings.ports = computer.ports
        let verdict = try await computer.session(settings: settings).verdict
        #expect(verdict.isAccepted)
        #expect(verdict.route == .direct)
        #expect(verdict.passedOver.map(\.route) == [.agent])
        #expect(verdict.passedOver.map(\.reason.code) == ["AGENT_UNREACHABLE"])
    }

    @Test func `without a key the refusal names it and every route`() async throws {
        computer.ports.unplugAll()
        try computer.install()
        try await computer.startAgent()
        let verdict = try await computer.session().verdict
        #expect(!verdict.isAccepted)
        #expect(verdict.refusals.map(\.code) == ["KEY_ABSENT"])
        #expect(verdict.refusals[0].text.contains(computer.credential.keyID.description))
        #expect(verdict.passedOver.map(\.route) == [.agent, .direct, .machine])
    }

    @Test func `without a license the refusal names the product and what was found`() async throws {
        try computer.install(product: "other")
        let verdict = try await computer.session().verdict
        #expect(verdict.refusals.map(\.code) == ["LICENSE_ABSENT"])
        #expect(verdict.refusals[0].text.contains("licenses for other"))
    }

    @Test func `where nothing can be asked the license is refused, and why is told`() async throws {
        try computer.install()
        let ports = SimulatedPorts()
        ports.fail(.startFailed(code: -99))
        var settings = computer.settings
        settings.ports = ports
        let verdict = try await computer.session(settings: settings).verdict
        #expect(verdict.refusals.map(\.code) == ["KEY_ABSENT"])
        #expect(
            verdict.passedOver.map(\.reason.code) == [
                "AGENT_UNREACHABLE", "USB_FAILED", "NOT_APPLICABLE",
            ])
        #expect(verdict.text.contains("cannot be listed"))
    }

    @Test func `two keys are counted in the ports, and not by the daemon`() async throws {
        let other = SimulatedKey()
        let keys = [
            BoundKey(computer.credential, role: .primary),
            BoundKey(other.credential(for: computer.credential.relyingParty), role: .spare),
        ]
        try computer.install(binding: Binding(mode: .key, keys: keys, quorum: 2))
        computer.ports.plug(other)
        try await computer.startAgent()
        #expect(try await computer.session().verdict.refusals.map(\.code) == ["KEY_ABSENT"])
        var settings = computer.settings
        settings.ports = computer.ports
        let verdict = try await computer.session(settings: settings).verdict
        #expect(verdict.route == .direct)
        #expect(verdict.keys.count == 2)
    }

    @Test func `a question with a wrong credential of the key takes no answer from another`()
        async throws
    {
        let id = try computer.install()
        try await computer.startAgent()
        let right = computer.credential
        let wrong = KeyCredential(
            key: right.key, relyingParty: right.relyingParty, id: [1, 2, 3], model: right.model)
        var generator = SystemRandomNumberGenerator()
        let queries = [wrong, right].map { credential in
            ProofQuery(
                ProofRequest(license: id, nonce: Nonce(from: &generator)), of: [credential],
                quorum: 1)
        }
        let service = try #require(computer.settings.agent)
        let answer = try await service.answering(AgentQuestion(queries))
        let proof = try #require(answer.proofs[1].first?.proof)
        #expect(throws: Never.self) { try proof.verify(queries[1].request, by: right) }
    }

    @Test func `a user who asks for too many keys at once is told so, and served again later`()
        async throws
    {
        let id = try computer.install()
        computer.key.set { $0.slowness = .milliseconds(20) }
        try await computer.startAgent()
        let service = try #require(computer.settings.agent)
        let right = computer.credential
        let refused = try await withThrowingTaskGroup { tasks in
            for number in 0..<30 {
                tasks.addTask { () -> Bool in
                    var generator = SystemRandomNumberGenerator()
                    let queries = (0..<16).map { index in
                        ProofQuery(
                            ProofRequest(license: id, nonce: Nonce(from: &generator)),
                            of: [
                                KeyCredential(
                                    key: right.key, relyingParty: right.relyingParty,
                                    id: [UInt8(number), UInt8(index)], model: right.model)
                            ], quorum: 1)
                    }
                    do throws(AgentError) {
                        _ = try await service.answering(AgentQuestion(queries))
                        return false
                    } catch {
                        #expect(error == .refused(status: 429))
                        return true
                    }
                }
            }
            return try await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused > 0)
        #expect(refused < 30)
        #expect(try await computer.session().verdict.isAccepted)
    }

    @Test func `a feature must stand in the license`() async throws {
        try computer.install()
        try await computer.startAgent()
        #expect(try await computer.session(feature: "reports").verdict.isAccepted)
        let refused = try await computer.session(feature: "imports").verdict
        #expect(refused.refusals.map(\.code) == ["FEATURE_NOT_LICENSED"])
    }

    @Test func `a license of the computer holds where no key is`() async throws {
        try computer.install(
            binding: Binding(
                mode: .keyOrMachine,
                keys: [BoundKey(id: .usb(vendor: 1, product: 2, serial: "x"), role: .primary)],
                machine: MachineBinding(
                    MachineParameters(values: [:], memory: 0), policy: .tolerant,
                    salt: [UInt8](repeating: 1, count: 16))))
        let verdict = try await computer.session().verdict
        #expect(verdict.isAccepted)
        #expect(verdict.route == .machine)
        #expect(verdict.passedOver.map(\.route) == [.agent, .direct])
    }

    @Test func `a key that is pulled leaves the session to its grace, and is told when it is back`()
        async throws
    {
        try computer.install()
        try await computer.startAgent()
        let session = try await computer.session()
        var changes = session.changes.makeAsyncIterator()
        computer.ports.unplugAll()
        let pulled = try #require(await changes.next())
        #expect(pulled.isAccepted)
        #expect(pulled.warnings.map(\.code) == ["IN_GRACE"])
        #expect(try #require(pulled.graceLeft) > .seconds(3 * 86400 - 60))
        #expect(session.verdict.graceLeft != nil)
        computer.ports.plug(computer.key)
        let back = try #require(await changes.next())
        #expect(back.isAccepted)
        #expect(back.graceLeft == nil)
    }

    @Test func `a session without grace is refused when the key is pulled`() async throws {
        try computer.install(grace: Grace(running: .zero))
        try await computer.startAgent()
        let session = try await computer.session()
        var changes = session.changes.makeAsyncIterator()
        computer.ports.unplugAll()
        #expect(await changes.next()?.refusals.map(\.code) == ["KEY_ABSENT"])
        #expect(session.verdict.refusals.map(\.code) == ["KEY_ABSENT"])
    }

    @Test
    func `a session goes on while the daemon is killed and started anew, and changes are told`()
        async throws
    {
        try computer.install(grace: Grace(running: .zero))
        try await computer.startAgent()
        let session = try await computer.session()
        var changes = session.changes.makeAsyncIterator()
        await computer.killAgent()
        #expect(session.verdict.isAccepted)
        computer.ports.unplugAll()
        try await computer.startAgent()
        #expect(await changes.next()?.refusals.map(\.code) == ["KEY_ABSENT"])
        computer.ports.plug(computer.key)
        #expect(await changes.next()?.isAccepted == true)
    }

    @Test func `a key that a browser has for half a minute is not noticed`() async throws {
        try computer.install(grace: Grace(running: .zero))
        try await computer.startAgent()
        let session = try await computer.session()
        let standing = try #require(try await search().outcome().found?.standing)
        computer.key.set { $0.isBusy = true }
        let outcome = try await search().outcome(after: standing)
        let found = try #require(outcome.found)
        #expect(found.route == .agent)
        let later = ContinuousClock.now + .seconds(30)
        #expect(found.standing.verdict(at: later, time: .now).isAccepted)
        #expect(found.standing.verdict(at: later, time: .now).graceLeft == nil)
        #expect(session.verdict.isAccepted)
        let muchLater = ContinuousClock.now + .seconds(721)
        #expect(!found.standing.verdict(at: muchLater, time: .now).isAccepted)
    }

    private func search() throws -> LicenseSearch {
        LicenseSearch(
            product: LicensedComputer.product, feature: nil,
            publisher: try Publisher(root: computer.root), settings: computer.settings)
    }

    @Test func `five hundred programs that start at once cost two signatures`() async throws {
        let id = try computer.install()
        try await computer.startAgent(patience: .seconds(12))
        // All have asked by the time that the first gets its answer, on a busy machine too.
        computer.key.set { $0.isBusy = true }
        let release = Task { [computer] in
            try await Task.sleep(for: .seconds(3))
            computer.key.set { $0.isBusy = false }
        }
        defer { release.cancel() }
        let service = try #require(computer.settings.agent)
        var generator = SystemRandomNumberGenerator()
        let queries = (0..<500).map { _ in
            ProofQuery(
                ProofRequest(license: id, nonce: Nonce(from: &generator)),
                of: [computer.credential], quorum: 1)
        }
        let signatures = try await withThrowingTaskGroup { tasks in
            for query in queries {
                tasks.addTask { [computer] in
                    let answer = try await service.answering(AgentQuestion([query]))
                    let proof = try #require(answer.proofs.first?.first?.proof)
                    _ = try proof.verify(query.request, by: computer.credential)
                    return proof.assertion.signature
                }
            }
            return try await tasks.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(signatures.count <= 2)
    }

    @Test func `a closed session tells nothing more`() async throws {
        try computer.install()
        try await computer.startAgent()
        let session = try await computer.session()
        var changes = session.changes.makeAsyncIterator()
        session.close()
        #expect(await changes.next() == nil)
        var late = session.changes.makeAsyncIterator()
        #expect(await late.next() == nil)
    }

    @Test(arguments: ["", "a\u{0}b", "line\n", String(repeating: "x", count: 1025)])
    func `a product that is no name is refused`(product: String) async throws {
        await #expect(throws: LicensingError.invalidName) {
            try await computer.session(product: product)
        }
    }

    @Test func `a publisher that is none is refused`() {
        #expect(throws: LicensingError.invalidPublisher) { try Publisher(root: "{}") }
    }
}
