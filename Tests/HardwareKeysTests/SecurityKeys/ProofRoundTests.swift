import LicenseBinding
import SimulatedKeys
import SimulatedRuntime
import TestPublisher
import Testing

@testable import HardwareKeys

/// All keys asked at once, from the nonces to the verdicts.
struct ProofRoundTests {
    private static let party = "licensing.example"

    private let publisher = TestPublisher()

    private func license(
        _ number: Int, _ credentials: [KeyCredential], quorum: Int = 1, grace: Grace = Grace()
    ) throws -> SignedLicense {
        let keys = credentials.enumerated().map { index, credential in
            BoundKey(credential, role: index == 0 ? .primary : .spare)
        }
        return try publisher.signed(
            .sample(
                id: "license-\(number)",
                binding: Binding(mode: .key, keys: keys, quorum: quorum, grace: grace)))
    }

    private func round(
        _ licenses: [SignedLicense], _ ports: SimulatedPorts, after counters: [KeyID: UInt32] = [:],
        patience: Duration = .milliseconds(400)
    ) async throws -> ProofRound {
        let requests = try licenses.enumerated().map { index, license in
            let bytes = [UInt8(index % 256), UInt8(index / 256)] + Array(repeating: 0, count: 30)
            return ProofRequest(license: license.id, nonce: try #require(Nonce(bytes)))
        }
        return try await ProofRound(
            asking: requests, for: licenses.map(\.binding),
            by: KeyDetector(catalog: .builtIn, ports: ports), knowing: [], after: counters,
            patience: patience)
    }

    private func verdict(
        on license: SignedLicense, _ round: ProofRound, use: Evidence.Use = .start,
        lastSeen: Duration? = nil
    ) -> Verdict {
        var evidence = Evidence(time: TestTime.now)
        evidence.use = use
        evidence.keys = round.evidence(for: license.id)
        evidence.keysLastSeen = lastSeen
        return LicenseVerifier.verdict(on: license, given: evidence)
    }

    private func codes(_ verdict: Verdict) -> [String] {
        switch verdict {
        case .accepted: []
        case .refused(let refusals): refusals.map(\.code)
        }
    }

    @Test func `one signature answers five hundred nonces, each of which is verified`() async throws
    {
        let key = SimulatedKey()
        let credential = key.credential(for: Self.party)
        let licenses = try (0..<500).map { try license($0, [credential]) }
        let round = try await round(licenses, SimulatedPorts(key))
        #expect(key.assertions == 1)
        for license in licenses { #expect(codes(verdict(on: license, round)).isEmpty) }
        let other = try license(501, [credential])
        #expect(codes(verdict(on: other, round)) == ["KEY_PROOF_FAILED"])
    }

    @Test func `a busy key of somebody else holds up no start`() async throws {
        let (key, other) = (SimulatedKey(), SimulatedKey())
        let binding = try license(1, [key.credential(for: Self.party)]).binding
        other.set { $0.isBusy = true }
        let patience = Duration.seconds(200)
        let detector = KeyDetector(
            catalog: .builtIn, ports: SimulatedPorts(other, key),
            question: KeyQuestion(
                about: binding.credentials, patience: patience,
                waitingFor: NeededKeys(of: [binding]), countingOthers: true))
        let start = ContinuousClock.now
        let keys = try await detector.found().get()
        #expect(keys.map(\.state) == [.busy, .ready])
        #expect(.now - start < patience)
    }

    @Test func `a HASP key that suffices ends the wait for a busy spare`() async throws {
        let spare = SimulatedKey()
        spare.set { $0.isBusy = true }
        let patience = Duration.seconds(200)
        let ports = SimulatedPorts(spare)
        var bus = WatchedBus()
        ports.plug(bus.device(WatchedBus.haspHL, port: 9, address: 99))
        let runtime = try SimulatedRuntime(.serves(.new, [.key(7)]))
        defer { runtime.stop() }
        let keys = [
            BoundKey(id: .hasp(7), role: .primary),
            BoundKey(spare.credential(for: Self.party), role: .spare),
        ]
        let license = try publisher.signed(.sample(binding: Binding(mode: .key, keys: keys)))
        let began = ContinuousClock.now
        let round = try await ProofRound(
            asking: [ProofRequest(license: license.id, nonce: .sample())], for: [license.binding],
            by: KeyDetector(
                catalog: .builtIn, ports: ports, sentinels: try runtime.register),
            knowing: [], after: [:], patience: patience)
        #expect(.now - began < patience)
        #expect(codes(verdict(on: license, round)).isEmpty)
    }

    @Test func `a session goes on with a key that stays busy, and a start does not`() async throws {
        let key = SimulatedKey()
        let grace = Grace(running: .seconds(3600), start: .zero)
        let license = try license(1, [key.credential(for: Self.party)], grace: grace)
        key.set { $0.isBusy = true }
        let round = try await round([license], SimulatedPorts(key))
        #expect(codes(verdict(on: license, round, lastSeen: .seconds(60))) == ["KEY_BUSY"])
        let running = verdict(on: license, round, use: .running, lastSeen: .seconds(60))
        guard case .accepted(let valid) = running else {
            Issue.record("\(running)")
            return
        }
        #expect(valid.warnings.map(\.code) == ["IN_GRACE"])
        let over = verdict(on: license, round, use: .running, lastSeen: .seconds(3600))
        #expect(codes(over) == ["KEY_BUSY"])
    }

    @Test func `two programs that ask a key in turn raise no alarm`() async throws {
        let key = SimulatedKey()
        let credential = key.credential(for: Self.party)
        let (mine, yours) = (try license(1, [credential]), try license(2, [credential]))
        // Both know the same counter, and the second one's signature comes between.
        let known: [KeyID: UInt32] = [credential.keyID: 100]
        let first = try await round([mine], SimulatedPorts(key), after: known)
        let second = try await round([yours], SimulatedPorts(key), after: known)
        #expect(codes(verdict(on: yours, second)).isEmpty)
        #expect(codes(verdict(on: mine, first)).isEmpty)
        #expect(second.newCounters[credential.keyID] == 102)
        let late = try await round([mine], SimulatedPorts(key), after: [credential.keyID: 110])
        #expect(codes(verdict(on: mine, late)) == ["KEY_CLONE_SUSPECTED"])
    }

    @Test func `one stick that was enrolled twice is no two keys of a quorum`() async throws {
        let (key, other) = (SimulatedKey(), SimulatedKey())
        let credentials = [
            key.credential(for: Self.party), key.credential(for: Self.party),
            other.credential(for: Self.party),
        ]
        let license = try license(1, credentials, quorum: 2)
        let alone = try await round([license], SimulatedPorts(key))
        #expect(codes(verdict(on: license, alone)) == ["KEY_ABSENT"])
        let both = try await round([license], SimulatedPorts(key, other))
        #expect(codes(verdict(on: license, both)).isEmpty)
    }

    @Test func `a stick that claims to be the key beside it is believed in nothing`() async throws {
        let (key, liar) = (SimulatedKey(), SimulatedKey())
        let credential = key.credential(for: Self.party)
        liar.set { $0.silence = .claims(credential.id) }
        let license = try license(1, [credential])
        let both = try await round([license], SimulatedPorts(liar, key))
        #expect(codes(verdict(on: license, both)).isEmpty)
        let alone = try await round([license], SimulatedPorts(liar))
        #expect(codes(verdict(on: license, alone)) == ["KEY_PROOF_FAILED"])
    }

    @Test func `a key that will not sign any more is told so, and is no wrong key`() async throws {
        let key = SimulatedKey()
        let license = try license(1, [key.credential(for: Self.party)])
        key.set { $0.silence = .wantsPIN }
        let round = try await round([license], SimulatedPorts(key))
        #expect(codes(verdict(on: license, round)) == ["KEY_PROOF_FAILED"])
    }

    @Test func `a key that became busy between two publishers is busy for the second one`()
        async throws
    {
        let key = SimulatedKey()
        let mine = try license(1, [key.credential(for: Self.party)])
        let yours = try license(2, [key.credential(for: "other.example")])
        key.set { $0.busyAfter = 1 }
        let round = try await round([mine, yours], SimulatedPorts(key))
        #expect(codes(verdict(on: mine, round)).isEmpty)
        #expect(codes(verdict(on: yours, round)) == ["KEY_BUSY"])
    }

    @Test func `what a key has signed counts, though it is busy for the next question`()
        async throws
    {
        let (key, spare) = (SimulatedKey(), SimulatedKey())
        let license = try license(
            1, [key.credential(for: Self.party), spare.credential(for: Self.party)])
        key.set { $0.busyAfter = 1 }
        let patience = Duration.seconds(200)
        let start = ContinuousClock.now
        let round = try await round([license], SimulatedPorts(key), patience: patience)
        #expect(codes(verdict(on: license, round)).isEmpty)
        #expect(.now - start < patience)
    }

    @Test func `a key that signs with all its credentials at once is each of them`() async throws {
        let key = SimulatedKey()
        key.set { $0.signsWithAll = true }
        let licenses = try (1...3).map { try license($0, [key.credential(for: Self.party)]) }
        let round = try await round(licenses, SimulatedPorts(key))
        for license in licenses { #expect(codes(verdict(on: license, round)).isEmpty) }
    }

    @Test func `a doubly enrolled stick is not enough to stop waiting for the second one`()
        async throws
    {
        let (key, other) = (SimulatedKey(), SimulatedKey())
        let credentials = [
            key.credential(for: Self.party), key.credential(for: Self.party),
            other.credential(for: Self.party),
        ]
        let license = try license(1, credentials, quorum: 2)
        other.set { $0.busyUntil = .now + .seconds(1) }
        let round = try await round(
            [license], SimulatedPorts(key, other), patience: .seconds(200))
        #expect(codes(verdict(on: license, round)).isEmpty)
    }
}
