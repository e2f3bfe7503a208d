import AgentClient
import AgentProtocol
import Foundation
import LicenseBinding
import LicensedComputer
import PlainHTTP
import SimulatedKeys
import Synchronization
import Testing

@testable import KeyboundLicensing

/// Whoever listens in the place of the agent convinces nobody.
@Suite(.timeLimit(.minutes(5)))
struct FakeAgentTests {
    private let computer: LicensedComputer

    init() throws {
        computer = try LicensedComputer()
    }

    /// The codes of the refusals, and why the agent was passed over.
    private func verdict(
        by answer: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) async throws -> (codes: [String], agent: String?) {
        let fake = ScriptedAgent(at: computer.socket, answer: answer)
        defer { fake.end() }
        let verdict = try await computer.session().verdict
        #expect(!verdict.isAccepted)
        #expect(fake.asked == 1)
        let agent = verdict.passedOver.first { $0.route == .agent }
        return (verdict.refusals.map(\.code), agent?.reason.code)
    }

    private func json(_ answer: AgentAnswer) -> [UInt8] {
        answer.json.compactBytes
    }

    /// The license's key as an agent tells it.
    private var key: PresentKey {
        var key = PresentKey(
            id: computer.credential.keyID, vendorID: 0x1209, productID: 1, name: "Key",
            port: "1-1", assurance: .signed, state: .ready)
        key.provesItself = true
        return key
    }

    @Test(arguments: [
        #"{"accepted": true}"#, #"{"verdict": "accepted", "keys": [], "proofs": []}"#, "ok", "",
        "{", #"{"sequence": 1, "keys": [], "proofs": [{}, {}]}"#,
        #"{"sequence": 1, "keys": [{}], "proofs": [{"of": []}]}"#,
    ])
    func `one that says accepted to everything is no agent`(answer: String) async throws {
        try computer.install()
        let (codes, agent) = try await verdict { _ in Array(answer.utf8) }
        #expect(codes == ["KEY_ABSENT"])
        #expect(agent == "AGENT_MALFORMED")
    }

    @Test func `one that tells the key without a proof is refused`() async throws {
        try computer.install()
        let answer = json(AgentAnswer(keys: [key], proofs: [[]], sequence: 1))
        #expect(try await verdict { _ in answer }.codes == ["KEY_PROOF_FAILED"])
    }

    @Test func `one that tells a key with a serial number is refused, as the program sees none`()
        async throws
    {
        let serial = KeyID.usb(vendor: 0x096e, product: 0x0006, serial: "A")
        let keys = [
            BoundKey(computer.credential, role: .primary), BoundKey(id: serial, role: .spare),
        ]
        try computer.install(binding: Binding(mode: .key, keys: keys))
        let told = PresentKey(
            id: serial, vendorID: 0x096e, productID: 0x0006, name: "Key", port: "1-1",
            assurance: .identified, state: .ready)
        let answer = json(AgentAnswer(keys: [told], proofs: [[]], sequence: 1))
        #expect(try await verdict { _ in answer }.codes == ["KEY_ABSENT"])
    }

    @Test func `one that replays what an agent said to another is refused`() async throws {
        let id = try computer.install()
        try await computer.startAgent()
        let service = AgentService(at: try #require(UnixSocketPath(computer.socket)))
        var generator = SystemRandomNumberGenerator()
        let query = ProofQuery(
            ProofRequest(license: id, nonce: Nonce(from: &generator)), of: [computer.credential],
            quorum: 1)
        let answer = try await service.answering(AgentQuestion([query]))
        #expect(answer.proofs.first?.count == 1)
        await computer.killAgent()
        let replayed = json(answer)
        #expect(try await verdict { _ in replayed }.codes == ["KEY_PROOF_FAILED"])
    }

    @Test func `one that holds a thousand proofs that were signed in advance is refused`()
        async throws
    {
        let id = try computer.install()
        try await computer.startAgent()
        let service = AgentService(at: try #require(UnixSocketPath(computer.socket)))
        var generator = SystemRandomNumberGenerator()
        // As many nonces as an attacker likes, all signed.
        var proofs: [[UInt8]: AgentProof] = [:]
        while proofs.count < 1000 {
            let nonces = (0..<16).map { _ in Nonce(from: &generator) }
            let answer = try await service.answering(
                AgentQuestion(
                    nonces.map { nonce in
                        ProofQuery(
                            ProofRequest(license: id, nonce: nonce), of: [computer.credential],
                            quorum: 1)
                    }))
            for (nonce, own) in zip(nonces, answer.proofs) { proofs[nonce.bytes] = own.first }
        }
        await computer.killAgent()
        let held = proofs
        let (codes, _) = try await verdict { [key] question in
            let asked = try? AgentQuestion(parsing: question)
            let nonce = asked?.queries.first?.request.nonce.bytes ?? []
            let proof = held[nonce] ?? held.values.first
            return json(
                AgentAnswer(keys: [key], proofs: [[proof].compactMap(\.self)], sequence: 1))
        }
        #expect(codes == ["KEY_PROOF_FAILED"])
    }

    @Test
    func `one that answers with more than an answer is passed over, and the key is asked directly`()
        async throws
    {
        try computer.install()
        let fake = ScriptedAgent(at: computer.socket) { _ in
            [UInt8](repeating: 0x20, count: 2 << 20)
        }
        defer { fake.end() }
        var settings = computer.settings
        settings.ports = computer.ports
        let verdict = try await computer.session(settings: settings).verdict
        #expect(verdict.isAccepted)
        #expect(verdict.route == .direct)
    }
}
