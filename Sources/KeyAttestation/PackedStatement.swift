import CBOR
import Crypto
import FoundationEssentials
import LicenseBinding
import SwiftASN1
import X509

/// The attestation format `packed` (WebAuthn Level 2, section 8.2).
struct PackedStatement {
    /// The most certificates of a chain.
    private static let mostCertificates = 8
    /// id-fido-gen-ce-aaguid (WebAuthn Level 2, section 8.2.1).
    private static let modelExtension: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 45724, 1, 1, 4]

    private let algorithm: Int
    private let signature: [UInt8]
    let chain: [Certificate]

    init(_ statement: CBORValue) throws(AttestationDefect) {
        guard let algorithm = statement[.text("alg")]?.integer,
            let signature = statement[.text("sig")]?.bytes
        else { throw .malformed }
        self.algorithm = algorithm
        self.signature = signature
        guard let list = statement[.text("x5c")] else {
            chain = []
            return
        }
        guard let elements = list.elements, 1...Self.mostCertificates ~= elements.count else {
            throw .malformed
        }
        var chain: [Certificate] = []
        for element in elements {
            guard let bytes = element.bytes else { throw .malformed }
            guard let certificate = try? Certificate(derEncoded: bytes) else {
                throw .unreadable(CertificateName.text(of: bytes))
            }
            chain.append(certificate)
        }
        self.chain = chain
    }

    func verify(_ message: [UInt8], by credential: KeyCredential) throws(AttestationDefect) {
        guard let own = chain.first else {
            // The credential vouches for itself.
            guard algorithm == -7 else { throw .unsupported("algorithm \(algorithm)") }
            guard credential.key.isValid(signature, for: message) else { throw .signature }
            return
        }
        let known: Certificate.SignatureAlgorithm? =
            switch algorithm {
            case -7: .ecdsaWithSHA256
            case -35: .ecdsaWithSHA384
            case -257: .sha256WithRSAEncryption
            case -8: .ed25519
            default: nil
            }
        guard let known else { throw .unsupported("algorithm \(algorithm)") }
        guard own.publicKey.isValidSignature(signature, for: message, signatureAlgorithm: known)
        else { throw .signature }
        guard try Self.model(of: own).map({ $0 == credential.model }) ?? true else { throw .model }
    }

    /// The model that a certificate is for; nothing if it does not say.
    private static func model(of certificate: Certificate) throws(AttestationDefect) -> AAGUID? {
        guard let content = certificate.extensions[oid: modelExtension]?.value else { return nil }
        guard let bytes = try? ASN1OctetString(derEncoded: Array(content)).bytes,
            let model = AAGUID(Array(bytes))
        else { throw .malformed }
        return model
    }
}
