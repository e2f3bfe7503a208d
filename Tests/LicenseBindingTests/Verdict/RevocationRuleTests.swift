import FoundationEssentials
import LicenseBinding
import TestPublisher
import Testing

struct RevocationRuleTests {
    private let publisher = TestPublisher()

    private func verdict(
        by other: TestPublisher? = nil, licenses: Set<LicenseID> = [], keys: Set<String> = [],
        binding: Binding = .sample(), present: [PresentKey] = [.sample()]
    ) throws -> Verdict {
        var evidence = Evidence.sample(present)
        let issuer = other ?? publisher
        let list = RevocationList(
            publisher: issuer.name, sequence: 1, issuedAt: TestTime.now, licenses: licenses,
            keys: keys)
        evidence.revocations = SignedRevocations(list: list, root: issuer.root.key.thumbprint)
        return LicenseVerifier.verdict(
            on: try publisher.signed(.sample(binding: binding)), given: evidence)
    }

    @Test func `a revoked license is refused`() throws {
        let id = License.sample().id
        #expect(try verdict(licenses: [id]).refusals == [.revoked(.license(id))])
        #expect(try verdict(licenses: [LicenseID(random: [1, 2, 3])]).codes.isEmpty)
    }

    @Test func `licenses of a revoked issuing key are refused`() throws {
        let thumbprint = publisher.issuingKey.publicKey.thumbprint
        #expect(
            try verdict(keys: [thumbprint]).refusals
                == [.revoked(.issuingKey(thumbprint: thumbprint))])
        let other = publisher.rotated.issuingKey.publicKey.thumbprint
        #expect(try verdict(keys: [other]).codes.isEmpty)
    }

    @Test func `a revoked hardware key is refused and its spare is not`() throws {
        let binding = Binding.sample([.sample(1), .sample(2)])
        let lost: Set = [KeyID.sample(1).description]
        #expect(
            try verdict(keys: lost, binding: binding).refusals
                == [.revoked(.hardwareKey(.sample(1)))])
        let spare = [PresentKey.sample(.sample(2))]
        #expect(try verdict(keys: lost, binding: binding, present: spare).codes.isEmpty)
    }

    @Test func `a revoked hardware key counts for no quorum`() throws {
        let binding = Binding.sample([.sample(1), .sample(2)], quorum: 2)
        let both = [PresentKey.sample(), .sample(.sample(2), port: "1-2")]
        let lost: Set = [KeyID.sample(2).description]
        #expect(
            try verdict(keys: lost, binding: binding, present: both).refusals
                == [.revoked(.hardwareKey(.sample(2)))])
    }

    @Test func `the list of another publisher does not count`() throws {
        let keys: Set = [
            KeyID.sample().description, publisher.issuingKey.publicKey.thumbprint,
        ]
        let verdict = try verdict(
            by: TestPublisher.stranger, licenses: [License.sample().id], keys: keys)
        #expect(verdict.codes.isEmpty)
    }

    @Test func `a license that was replaced is SUPERSEDED by its successor`() throws {
        let id = License.sample().id
        let next = LicenseID(random: [1, 2, 3])
        var evidence = Evidence.sample
        evidence.successors = [id: next]
        let license = try publisher.signed(.sample())
        #expect(
            LicenseVerifier.verdict(on: license, given: evidence).refusals
                == [.superseded(id, by: next)])
        evidence.successors = [next: id]
        #expect(LicenseVerifier.verdict(on: license, given: evidence).codes.isEmpty)
    }

    @Test func `a license whose keys all are revoked has no grace`() throws {
        let binding = Binding.sample(grace: Grace(start: .seconds(60)))
        #expect(try verdict(lost: [1], binding) == ["REVOKED"])
    }

    @Test func `a revoked key leaves the grace of its spare, which alone is asked for`() throws {
        let binding = Binding.sample(
            [.sample(1), .sample(2)], grace: Grace(start: .seconds(60)))
        #expect(try verdict(lost: [1], binding).isEmpty)
        let without = Binding.sample([.sample(1), .sample(2)])
        #expect(try verdict(lost: [1], without) == ["KEY_ABSENT"])
    }

    /// The codes when no key is there and they were seen just now.
    private func verdict(lost: [Int], _ binding: Binding) throws -> [String] {
        var evidence = Evidence.sample([])
        evidence.keysLastSeen = .zero
        let list = RevocationList(
            publisher: publisher.name, sequence: 1, issuedAt: TestTime.now,
            keys: Set(lost.map { KeyID.sample($0).description }))
        evidence.revocations = SignedRevocations(
            list: list, root: publisher.root.key.thumbprint)
        let license = try publisher.signed(.sample(binding: binding))
        return LicenseVerifier.verdict(on: license, given: evidence).codes
    }
}
