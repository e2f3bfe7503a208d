import FIDO2
package import KeyAttestation
package import LicenseBinding

extension Enrollment {
    /// What a site makes of a key, without its commands.
    package static func made(by key: SimulatedKey, for root: String, nonce: Nonce) throws
        -> Enrollment
    {
        let party = RelyingParty.id(of: root)
        let authenticator = try Authenticator.open(on: SimulatedChannel(SimulatedKeyPort(key)))
        let made = try authenticator.makeCredential(
            CredentialRequest(
                challenge: challenge(nonce, step: 0), relyingParty: party, user: [1]))
        guard let attested = AttestedCredential(made.authenticatorData, for: party) else {
            throw AttestationDefect.malformed
        }
        let assertions = try (1...selfTests).map { step in
            let signed = try authenticator.sign(
                challenge(nonce, step: step), for: party, with: [attested.credential.id])
            return KeyAssertion(
                authenticatorData: signed.authenticatorData, signature: signed.signature)
        }
        return Enrollment(
            root: root, nonce: nonce, name: "Example", attestationFormat: made.format,
            statement: made.statement, authenticatorData: made.authenticatorData,
            assertions: assertions)
    }
}

extension SimulatedKey {
    /// What the key signs for a request, without a touch.
    package func proof(
        of request: ProofRequest, by credential: KeyCredential,
        for purpose: ProofPurpose = .presence
    ) throws -> KeyProof {
        let batch = ProofBatch([request], for: purpose)
        let signed = try Authenticator.open(on: SimulatedChannel(SimulatedKeyPort(self))).sign(
            batch.challenge, for: credential.relyingParty, with: [credential.id])
        return batch.proof(
            of: 0,
            by: KeyAssertion(
                authenticatorData: signed.authenticatorData, signature: signed.signature))
    }
}
