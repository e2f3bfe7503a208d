import Foundation
import LicenseBinding
import LicensedComputer
import Synchronization
import TestPublisher
import Testing

@testable import KeyboundLicensing

/// A program believes the key that stands behind a seat, and neither the daemon nor the server.
@Suite(.timeLimit(.minutes(5)))
struct NetworkSeatTests {
    private let computer: LicensedComputer
    private let bringer = SeatBringer()

    init() throws {
        computer = try LicensedComputer()
        bringer.behavior.withLock { $0.publisher = computer.publisher }
    }

    /// A program while such a daemon is there.
    private func running(
        _ change: (inout SeatBringer.Behavior) -> Void = { _ in },
        _ body: (LicenseSession) async throws -> Void
    ) async throws {
        bringer.behavior.withLock { change(&$0) }
        // That of an earlier one, which need not have been.
        try? FileManager.default.removeItem(atPath: computer.socket)
        let agent = ScriptedAgent(
            at: computer.socket, answer: { _ in Array("{}".utf8) },
            seats: { [bringer] in bringer.answer($0) })
        defer { agent.end() }
        var settings = computer.settings
        settings.seatRenewal = .milliseconds(50)
        settings.seatRetry = .milliseconds(50)
        let session = try await LicenseSession(
            product: LicensedComputer.product, publisher: Publisher(root: computer.root),
            settings: settings)
        defer { session.close() }
        try await body(session)
    }

    private func refusal(
        _ change: (inout SeatBringer.Behavior) -> Void
    ) async throws -> (code: String, text: String) {
        var found = (code: "", text: "")
        try await running(change) { session in
            let verdict = session.verdict
            #expect(!verdict.isAccepted)
            found = (verdict.refusals.first?.code ?? "", verdict.refusals.first?.text ?? "")
        }
        return found
    }

    private enum Wanted { case accepted, refused, inGrace }

    private func verdict(of session: LicenseSession, once wanted: Wanted) async throws
        -> LicenseVerdict
    {
        while true {
            let verdict = session.verdict
            let isRight =
                switch wanted {
                case .accepted: verdict.isAccepted
                case .refused: !verdict.isAccepted
                case .inGrace: verdict.graceLeft != nil
                }
            if isRight { return verdict }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    @Test func `a seat whose key signs the program's random numbers is kept`() async throws {
        try await running { session in
            #expect(session.verdict.isAccepted)
            #expect(session.verdict.route == .seat)
            #expect(session.verdict.license == "license-1")
            // Each convincing delegation is followed by a new number.
            try await Task.sleep(for: .seconds(1))
            #expect(session.verdict.isAccepted)
        }
    }

    @Test func `a copied server without the key is left after two delegations, and why is told`()
        async throws
    {
        try await running({ $0.hasKey = false }) { session in
            #expect(session.verdict.isAccepted)
            let verdict = try await self.verdict(of: session, once: .refused)
            #expect(verdict.refusals.first?.code == "SEAT_DENIED")
            #expect(verdict.refusals.first?.text.contains("No hardware key stands behind") == true)
        }
    }

    @Test
    func `of a key that cannot sign a program believes the server that its license names`()
        async throws
    {
        try await running({
            $0.sightings = true
            $0.named = $0.server
        }) { session in
            #expect(session.verdict.isAccepted)
            try await Task.sleep(for: .seconds(1))
            #expect(session.verdict.isAccepted)
        }
        let unnamed = try await refusal { $0.named = nil }
        #expect(unnamed.code == "SEAT_DENIED")
        #expect(unnamed.text.contains("does not name it"))
        let other = try await refusal { $0.named = SeededKey(seed: 77) }
        #expect(other.text.contains("names another seat server"))
    }

    @Test
    func
        `a server whose key is taken away later is left, however many delegations it has in store`()
        async throws
    {
        try await running { session in
            try await Task.sleep(for: .milliseconds(400))
            #expect(session.verdict.isAccepted)
            bringer.behavior.withLock { $0.hasKey = false }
            let verdict = try await self.verdict(of: session, once: .refused)
            #expect(verdict.refusals.first?.code == "SEAT_DENIED")
        }
    }

    @Test func `proofs that no key has signed convince nobody`() async throws {
        try await running({
            $0.hasKey = false
            $0.forgesProofs = true
        }) { session in
            let verdict = try await self.verdict(of: session, once: .refused)
            #expect(verdict.refusals.first?.text.contains("No hardware key stands behind") == true)
        }
    }

    @Test func `what was forged, is another's, or has ended is refused with the reason`()
        async throws
    {
        let stranger = SeededKey(seed: 77)
        let forged = try await refusal { $0.grantor = stranger }
        #expect(forged.code == "SEAT_DENIED")
        #expect(forged.text.contains("not its own"))
        let foreignKey = try await refusal {
            $0.grantor = SeededKey(seed: 31); $0.key = SeededCredential(seed: 9)
        }
        #expect(foreignKey.text.contains("none of the license's"))
        let other = try await refusal {
            $0.key = SeededCredential(seed: 1); $0.user = "bob"
        }
        #expect(other.text.contains("something else"))
        let foreign = try await refusal {
            $0.user = "ann"; $0.product = "other"
        }
        #expect(foreign.text.contains("a license for other"))
        let ended = try await refusal {
            $0.product = "planner"; $0.expires = Date() - 60
        }
        #expect(ended.code == "EXPIRED")
    }

    @Test func `a clock that is hours off is named, whoever's it is`() async throws {
        for from in [-7200.0, 7200] {
            let (code, text) = try await refusal { $0.from = from }
            #expect(code == "SEAT_DENIED")
            #expect(text.contains("clock"), "\(text)")
        }
    }

    @Test func `without the server a program goes on for the lease and the license's grace`()
        async throws
    {
        try await running({
            $0.seconds = 4
            // On a slow machine a shorter one is over before it is seen.
            $0.grace = .seconds(8)
        }) { session in
            #expect(session.verdict.isAccepted)
            bringer.behavior.withLock { $0.isGone = true }
            let inGrace = try await verdict(of: session, once: .inGrace)
            #expect(inGrace.isAccepted)
            let over = try await verdict(of: session, once: .refused)
            #expect(over.refusals.first?.code == "SERVER_UNREACHABLE")
            // And back it goes on.
            bringer.behavior.withLock { $0.isGone = false }
            _ = try await verdict(of: session, once: .accepted)
        }
    }

    @Test func `a grant counts from when it was asked for, not from when it was brought`()
        async throws
    {
        let refusal = try await refusal { $0.age = .seconds(120) }
        #expect(refusal.code == "SERVER_UNREACHABLE")
        bringer.behavior.withLock { $0.age = .seconds(60) }
        try await running { session in #expect(session.verdict.isAccepted) }
    }

    @Test func `a key that is plugged in takes the place of the seat`() async throws {
        try await running { session in
            #expect(session.verdict.route == .seat)
        }
        try computer.install()
        var settings = computer.settings
        settings.ports = computer.ports
        let session = try await LicenseSession(
            product: LicensedComputer.product, publisher: Publisher(root: computer.root),
            settings: settings)
        #expect(session.verdict.route == .direct)
    }
}
