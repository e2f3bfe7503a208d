package import FoundationEssentials
package import LicenseBinding
import SwiftASN1
import X509

/// Which keys a publisher takes. Without roots and models it takes all, keys in software too.
package struct AttestationPolicy: Sendable {
    /// Who may vouch for a key; none demands nothing.
    package let roots: TrustedRoots?
    /// The models that are allowed; none allows all.
    package let models: Set<AAGUID>?

    package init(roots: TrustedRoots? = nil, models: Set<AAGUID>? = nil) {
        self.roots = roots
        self.models = models
    }

    /// Makes sure that the publisher takes the key.
    package func check(_ attestation: Attestation, at time: Date) throws(AttestationDefect) {
        let model = attestation.credential.model
        guard models?.contains(model) ?? true else { throw .modelNotAllowed(model.description) }
        guard attestation.isInForce(at: time) else { throw .notInForce }
        guard let roots else { return }
        guard let own = attestation.chain.first else { throw .unattested }
        guard roots.vouch(for: attestation.chain) else {
            throw .untrusted(issuer: own.issuer.description)
        }
    }
}
