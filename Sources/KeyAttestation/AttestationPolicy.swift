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
        guard let roots else { return }
        let chain = try attestation.chain.get()
        guard let own = chain.first else { throw .unattested }
        guard own.isInForce(at: time) else { throw .notInForce }
        guard roots.vouch(for: chain) else {
            throw .untrusted(issuer: own.issuer.description)
        }
    }
}

extension AttestationPolicy {
    /// The most certificates and models of a policy.
    private static let most = 4096

    /// Reads `{roots: [certificate in DER, base64url], models: [AAGUID]}`; a member that is not there
    /// demands nothing.
    package init(_ claims: Claims) throws(Defect) {
        var roots: TrustedRoots?
        if let texts = try claims.strings("roots") {
            let certificates = texts.prefix(Self.most).compactMap { TrustedRoots.decode($0) }
            guard certificates.count == texts.count else {
                throw .claim("roots", expected: "certificates in base64url")
            }
            roots = TrustedRoots(certificates: certificates)
        }
        var models: Set<AAGUID>?
        if let texts = try claims.strings("models") {
            let known = texts.prefix(Self.most).compactMap { AAGUID($0) }
            guard known.count == texts.count else {
                throw .claim("models", expected: "AAGUIDs")
            }
            models = Set(known)
        }
        self.init(roots: roots, models: models)
    }

    package var json: JSONObject {
        JSONObject([
            "roots": roots.map { .strings($0.encoded) },
            "models": models.map { .strings($0.map(\.description).sorted()) },
        ])
    }
}
