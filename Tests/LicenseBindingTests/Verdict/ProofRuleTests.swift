import LicenseBinding
import TestPublisher
import Testing

/// Keys that prove themselves, in verdicts.
struct ProofRuleTests {
    private let publisher = TestPublisher()
    private let key = SeededCredential(seed: 1)

    private func verdict(
        _ keys: PresentKey..., of binding: Binding = .sample([.signing()]),
        use: Evidence.Use = .start
    ) throws -> Verdict {
        let license = try publisher.signed(.sample(binding: binding))
        return LicenseVerifier.verdict(on: license, given: .sample(keys, use: use))
    }

    private func present(_ change: (PresentedProof) -> PresentedProof?) throws -> PresentKey {
        var present = try key.present()
        present.proof = try change(#require(present.proof))
        return present
    }

    @Test func `a key that signs the nonce is accepted`() throws {
        let valid = try #require(try verdict(key.present()).valid)
        #expect(valid.keys == [.signing()])
    }

    @Test func `a key that signed nothing proves nothing`() throws {
        let silent = try present { _ in nil }
        #expect(try verdict(silent).refusals == [.keyProofFailed(.signing(), .absent)])
        let empty = try present { PresentedProof(nonce: $0.nonce, proof: nil, age: .zero) }
        #expect(try verdict(empty).refusals == [.keyProofFailed(.signing(), .absent)])
    }

    @Test func `a proof of yesterday does not answer the nonce of today`() throws {
        let replayed = try present {
            PresentedProof(nonce: .sample(2), proof: $0.proof, age: .zero)
        }
        #expect(try verdict(replayed).refusals == [.keyProofFailed(.signing(), .signature)])
    }

    @Test func `a proof for another license is none for this one`() throws {
        let other = try key.present(for: #require(LicenseID("other")))
        #expect(try verdict(other).refusals == [.keyProofFailed(.signing(), .signature)])
    }

    @Test(
        arguments: [
            (.start, 60, nil), (.start, 61, "KEY_PROOF_FAILED"), (.running, 720, nil),
            (.running, 721, "KEY_PROOF_FAILED"), (.start, -1, "KEY_PROOF_FAILED"),
        ] as [(Evidence.Use, Int, String?)])
    func `a proof grows old, sooner for a start`(
        _ use: Evidence.Use, _ seconds: Int, _ code: String?
    ) throws {
        let old = try present {
            PresentedProof(nonce: $0.nonce, proof: $0.proof, age: .seconds(seconds))
        }
        #expect(try verdict(old, use: use).codes == (code.map { [$0] } ?? []))
    }

    @Test(
        arguments: [
            (8, 7, true), (7, 7, false), (6, 7, false), (0, 7, false), (0, 0, true), (1, 0, true),
            (1, .max, false), (0, nil, true),
        ] as [(UInt32, UInt32?, Bool)])
    func `a counter rises or stays 0, where whoever asks made the key sign`(
        _ counter: UInt32, _ last: UInt32?, _ isBelieved: Bool
    ) throws {
        let refusals = try verdict(key.present(counter: counter, last: last)).refusals
        let expected = last.map {
            [Refusal.keyCloneSuspected(.signing(), .counter(counter, last: $0))]
        }
        #expect(refusals == (isBelieved ? [] : expected ?? []))
    }

    @Test func `a copied key goes before a good spare and before grace`() throws {
        let binding = Binding.sample([.signing(1), .signing(2)], grace: Grace(start: .seconds(60)))
        let license = try publisher.signed(.sample(binding: binding))
        var evidence = Evidence.sample([
            try key.present(counter: 3, last: 9),
            try SeededCredential(seed: 2).present(port: "1-2"),
        ])
        evidence.keysLastSeen = .zero
        #expect(
            LicenseVerifier.verdict(on: license, given: evidence).codes == ["KEY_CLONE_SUSPECTED"])
    }

    @Test func `two programs that get one signature raise no alarm`() throws {
        let nonces = [Nonce.sample(1), .sample(2)]
        let batch = ProofBatch(nonces.map { ProofRequest(license: License.sample().id, nonce: $0) })
        let proofs = batch.proofs(by: try key.assertion(of: batch.challenge, counter: 8))
        for (nonce, proof) in zip(nonces, proofs) {
            let shared = try present { _ in
                PresentedProof(nonce: nonce, proof: proof, age: .zero)
            }
            #expect(try verdict(shared).codes.isEmpty)
        }
    }

    @Test func `two of three proofs make a quorum of two`() throws {
        let binding = Binding.sample([.signing(1), .signing(2), .signing(3)], quorum: 2)
        let keys = try (1...3).map {
            try SeededCredential(seed: UInt8($0)).present(port: "1-\($0)")
        }
        #expect(try verdict(keys[0], of: binding).codes == ["KEY_ABSENT"])
        #expect(try verdict(keys[0], keys[2], of: binding).codes.isEmpty)
        #expect(try verdict(keys[0], keys[1], keys[2], of: binding).codes.isEmpty)
        var unproven = keys[2]
        unproven.proof = nil
        #expect(try verdict(keys[0], unproven, of: binding).codes == ["KEY_PROOF_FAILED"])
        #expect(try verdict(keys[0], keys[1], unproven, of: binding).codes.isEmpty)
    }

    @Test func `a key of the same model that is not the bound one is KEY_WRONG`() throws {
        let enrolled = try SeededCredential(seed: 2).present()
        #expect(
            try verdict(enrolled).refusals
                == [.keyWrong(expected: [.signing()], found: [enrolled])])
        var unknown = PresentKey.sample(nil, state: .unenrolled)
        unknown.model = key.credential.model
        unknown.provesItself = true
        #expect(
            try verdict(unknown).refusals == [.keyWrong(expected: [.signing()], found: [unknown])])
        unknown.model = AAGUID([UInt8](repeating: 0xbb, count: 16))
        #expect(try verdict(unknown).codes == ["KEY_ABSENT"])
    }

    @Test(arguments: [(KeyState.busy, "KEY_BUSY"), (.noAccess, "KEY_NO_ACCESS")])
    func `a key that cannot be asked may be the bound one`(
        _ state: KeyState, _ code: String
    ) throws {
        var key = PresentKey.sample(nil, state: state)
        key.provesItself = true
        #expect(try verdict(key).codes == [code])
        key.provesItself = false
        #expect(try verdict(key).codes == ["KEY_ABSENT"])
    }

    @Test func `a serial number does not do where signatures are demanded`() throws {
        let binding = Binding.sample([.sample(), .signing()], minimumAssurance: .signed)
        #expect(try verdict(.sample(), of: binding).codes == ["ASSURANCE_TOO_LOW"])
        #expect(try verdict(key.present(), of: binding).codes.isEmpty)
    }

    @Test func `a weak key hides neither a busy one nor the grace of its session`() throws {
        let binding = Binding.sample(
            [.sample(), .signing()], minimumAssurance: .signed,
            grace: Grace(running: .seconds(3600), start: .zero))
        let license = try publisher.signed(.sample(binding: binding))
        var busy = PresentKey.sample(nil, port: "1-2", state: .busy)
        busy.provesItself = true
        func verdict(_ keys: [PresentKey], _ use: Evidence.Use) -> Verdict {
            var evidence = Evidence.sample(keys, use: use)
            evidence.keysLastSeen = .seconds(60)
            return LicenseVerifier.verdict(on: license, given: evidence)
        }
        #expect(verdict([.sample(), busy], .start).codes == ["KEY_BUSY"])
        #expect(verdict([.sample(), busy], .running).warnings?.map(\.code) == ["IN_GRACE"])
        #expect(verdict([.sample()], .running).codes == ["ASSURANCE_TOO_LOW"])
    }
}
