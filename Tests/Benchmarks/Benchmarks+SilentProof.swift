import Crypto
import FIDO2
import HardwareKeys
import LicenseBinding
import SimulatedKeys
import TestPublisher

extension Benchmarks {
    private static let party = "licensing.example"

    /// One proof of a FIDO2 key that takes no time on its wire. All of it counts as ours but for the
    /// key's own signature.
    static func silentProof(by publisher: TestPublisher) throws {
        let key = SimulatedKey()
        let ports = SimulatedPorts(key)
        let credential = key.credential(for: party)
        let license = try publisher.signed(
            .sample(binding: Binding(mode: .key, keys: [BoundKey(credential, role: .primary)])))
        var counter: UInt32 = 0
        func cold() throws {
            let batch = ProofBatch([ProofRequest(license: license.id, nonce: .sample())])
            let question = KeyQuestion(about: [credential], challenge: batch.challenge)
            let keys = try KeyDetector(catalog: .builtIn, ports: ports, question: question).keys()
            var seen = keys[0].evidence[0]
            seen.proof = PresentedProof(
                nonce: .sample(), proof: batch.proof(of: 0, by: keys[0].answers[0].assertion),
                age: .zero, lastCounter: counter)
            var evidence = Evidence(time: TestTime.now)
            evidence.keys = [seen]
            guard case .accepted = LicenseVerifier.verdict(on: license, given: evidence) else {
                preconditionFailure("the key must be believed")
            }
            counter = try keys[0].answers[0].outcome.get()
        }
        let challenge = [UInt8](repeating: 7, count: 32)
        let privateKey = P256.Signing.PrivateKey()
        func sign() throws {
            _ = try privateKey.signature(for: challenge)
        }
        try Comparison(rounds: 100, calls: 10, cold, against: sign).print(
            "One silent proof of a FIDO2 key, from the nonce to the verdict: find, open, ask, close",
            reference: "the key's own signature", leaving: "1 ms")
        let open = try Authenticator.open(on: SimulatedChannel(SimulatedKeyPort(key)))
        func warm() throws {
            let signed = try open.sign(challenge, for: party, with: [credential.id])
            let assertion = KeyAssertion(
                authenticatorData: signed.authenticatorData, signature: signed.signature)
            _ = try assertion.verify(challenge, by: credential)
        }
        try Comparison(rounds: 100, calls: 10, warm, against: sign).print(
            "One silent proof of a FIDO2 key that is open: ask, verify",
            reference: "the key's own signature", leaving: "0.3 ms")
    }
}
