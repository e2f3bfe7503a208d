import FoundationEssentials
import LicenseBinding
import TestPublisher
import Testing

struct RevocationRuleTests {
    private let publisher = TestPublisher()

    private func verdict(
        by name: String? = nil, licenses: Set<LicenseID> = [], keys: Set<String> = [],
        binding: Binding = .sample(), present: [PresentKey] = [.sample()]
    ) throws -> Verdict {
        var evidence = Evidence.sample(present)
        evidence.revocations = RevocationList(
            publisher: name ?? publisher.name, sequence: 1, issuedAt: TestTime.now,
            licenses: licenses, keys: keys)
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
            by: TestPublisher.stranger.name, licenses: [License.sample().id], keys: keys)
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

    @Test func `a revoked hardware key has no grace when it is away`() throws {
        let binding = Binding.sample(grace: Grace(start: .seconds(60)))
        var evidence = Evidence.sample([])
        evidence.keysLastSeen = .zero
        evidence.revocations = RevocationList(
            publisher: publisher.name, sequence: 1, issuedAt: TestTime.now,
            keys: [KeyID.sample().description])
        let license = try publisher.signed(.sample(binding: binding))
        #expect(LicenseVerifier.verdict(on: license, given: evidence).codes == ["REVOKED"])
    }
}
