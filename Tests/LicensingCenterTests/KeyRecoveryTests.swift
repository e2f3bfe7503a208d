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
    let test: TestCenter
    let site = TestSite()

    init() throws {
        test = try TestCenter()
    }

    var center: Center { test.center }

    func license(_ grant: LicenseGrant) throws -> License {
        var reader = test.publisher.reader
        return try reader.license(Array(grant.license.utf8)).license
    }

    func refusal(
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
    func activated(
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
    func recovery(
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

    func rebinding(
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

    /// The same with the proof of a computer's own key.
    func rebinding(
        _ sheet: PINSheet, _ license: License, _ change: BindingRequest.Change,
        at site: TestSite, answering challenge: Nonce
    ) throws -> BindingRequest {
        let head = site.head(sheet.registration)
        let asked = BindingRequest.asked(head: head, license: license.id, change: change)
        let request = ProofRequest(
            license: license.id, nonce: AnchorProof.nonce(challenge, for: asked))
        let signature = try site.device.signature(for: AnchorProof.deviceMessage(request))
        return BindingRequest(
            head: head, license: license.id, change: change,
            authority: .anchor(
                ProvenPart(challenge: challenge, proof: .device(signature: Array(signature)))))
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
        let binding = try rebinding(sheet, first, change, at: thief, answering: challenge.nonce)
        #expect(await refusal { try await center.rebind(binding) } == .unproven)
        // Whoever has the workplace's PIN may.
        let owner = BindingRequest(
            head: site.head(sheet.registration), license: first.id,
            change: .bind(.enrolled(try site.enrolled())), authority: .pin(sheet.pin()))
        #expect(try license(try await center.rebind(owner)).supersedes == [first.id])
    }
}
