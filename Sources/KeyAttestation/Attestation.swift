import CBOR
import Crypto
import FoundationEssentials
package import LicenseBinding
import SwiftASN1
import X509

/// A new credential and who vouches for the key that made it.
package struct Attestation: Hashable, Sendable {
    package let attested: AttestedCredential
    /// The certificates of the statement, the key's own first: none if the key vouches for itself
    /// alone, or not at all, and why they cannot be read, which matters only where they have to be.
    let chain: Result<[Certificate], AttestationDefect>

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
        case "none": chain = .success([])
        case "packed":
            guard let statement = CBORValue(decoding: statement) else { throw .malformed }
            let message = authenticatorData + challenge
            do throws(AttestationDefect) {
                let packed = try PackedStatement(statement)
                try packed.verify(message, by: attested.credential)
                chain = .success(packed.chain)
            } catch {
                guard error.isOfReader else { throw error }
                chain = .failure(error)
            }
        default: chain = .failure(.unsupported(format))
        }
    }
}

extension AttestationDefect {
    /// Whether somebody else may be able to read it.
    fileprivate var isOfReader: Bool {
        switch self {
        case .unsupported, .unreadable: true
        case .malformed, .signature, .model, .notInForce, .unattested, .untrusted,
            .modelNotAllowed:
            false
        }
    }
}

extension Certificate {
    func isInForce(at time: Date) -> Bool {
        notValidBefore <= time && time <= notValidAfter
    }
}
