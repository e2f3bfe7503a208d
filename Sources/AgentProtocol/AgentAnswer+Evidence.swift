package import LicenseBinding

extension AgentAnswer {
    /// The keys as whoever asked may take them: with the proofs that answer this request. One that would count
    /// without a proof is left out: the agent's word convinces nobody.
    /// - Parameters:
    ///   - proofs: those of the request's query.
    ///   - age: how long ago it was asked, by the asker's own clock.
    package func evidence(
        to request: ProofRequest, by proofs: [AgentProof], age: Duration
    ) -> [PresentKey] {
        keys.compactMap { key in
            guard let id = key.id else { return key }
            guard case .fido2 = id else { return nil }
            var key = key
            key.proof = proofs.first { $0.key == id }.map { proof in
                PresentedProof(
                    nonce: request.nonce, proof: proof.proof, age: age,
                    lastCounter: proof.lastCounter)
            }
            return key
        }
    }
}
