import Crypto
import FoundationEssentials
package import LicenseBinding
import SwiftASN1
import X509

/// A new credential and who vouches for the key that made it.
package struct Attestation: Hashable, Sendable {
    package let attested: AttestedCredential
    /// The certificates of the statement, the key's own first; none if the key vouches for itself
    /// alone, or not at all.
    let chain: [Certificate]

    package var credential: KeyCredential { attested.credential }

    /// Reads and verifies a statement (WebAuthn Level 2, sections 8.2 and 8.7). Whether whoever
    /// vouches is trusted is another question: ``AttestationPolicy``.
    /// - Parameter challenge: what the key was given as client data hash.
    package init(
        format: String, statement: [UInt8], authenticatorData: [UInt8], challenge: [UInt8],
        for relyingParty: String
    ) throws(AttestationDefect) {
        guard let attested = AttestedCredential(authenticatorData, for: relyingParty) else {
            throw .malformed
        }
        self.attested = attested
        switch format {
        case "none": chain = []
        case "packed":
            guard let statement = CBORValue(decoding: statement) else { throw .malformed }
            let packed = try PackedStatement(statement)
            try packed.verify(authenticatorData + challenge, by: attested.credential)
            chain = packed.chain
        default: throw .unsupported(format)
        }
    }

    /// Whether the key's own certificate is in force.
    func isInForce(at time: Date) -> Bool {
        chain.first.map { $0.notValidBefore <= time && time <= $0.notValidAfter } ?? true
    }
}
