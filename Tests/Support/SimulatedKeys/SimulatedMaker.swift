package import CBOR
import Crypto
import EncodedCBOR
package import Foundation
import SwiftASN1
package import X509

/// A maker of keys: its root, and the certificates that its keys show.
package struct SimulatedMaker: Sendable {
    /// What a key shows to be one of this maker's.
    package struct Certified: Sendable {
        package let chain: [Certificate]
        let privateKey: P256.Signing.PrivateKey
    }

    package static let made = Date(timeIntervalSince1970: 1_700_000_000)

    package let root: Certificate
    private let name: DistinguishedName
    private let privateKey = P256.Signing.PrivateKey()

    package init(name: String = "Example Keys") throws {
        self.name = try DistinguishedName { CommonName(name) }
        let key = Certificate.PrivateKey(privateKey)
        root = try Self.certificate(
            of: key.publicKey, self.name, by: key, self.name, Self.years(30), isMaker: true)
    }

    /// The root as makers hand it out (RFC 7468).
    package var pem: String {
        get throws { try root.serializeAsPEM().pemString }
    }

    /// A certificate for keys of a model, by the root or by an issuer that the root certified.
    package func certify(
        _ model: [UInt8]?, for years: Int = 20, through issuer: Bool = false,
        issuerMaySign: Bool = true
    ) throws -> Certified {
        let privateKey = P256.Signing.PrivateKey()
        let key = Certificate.PrivateKey(privateKey).publicKey
        let own = try DistinguishedName {
            OrganizationalUnitName("Authenticator Attestation")
            CommonName("Example Key")
        }
        let root = Certificate.PrivateKey(self.privateKey)
        guard issuer else {
            let leaf = try Self.certificate(
                of: key, own, by: root, name, Self.years(years), isMaker: false, model: model)
            return Certified(chain: [leaf], privateKey: privateKey)
        }
        let between = try DistinguishedName { CommonName("Example Keys 2") }
        let betweenKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let link = try Self.certificate(
            of: betweenKey.publicKey, between, by: root, name, Self.years(20),
            isMaker: issuerMaySign)
        let leaf = try Self.certificate(
            of: key, own, by: betweenKey, between, Self.years(years), isMaker: false, model: model)
        return Certified(chain: [leaf, link], privateKey: privateKey)
    }

    private static func years(_ count: Int) -> Date {
        made + TimeInterval(count) * 365 * 86400
    }

    private static func certificate(
        of key: Certificate.PublicKey, _ subject: DistinguishedName,
        by issuerKey: Certificate.PrivateKey, _ issuer: DistinguishedName, _ end: Date,
        isMaker: Bool, model: [UInt8]? = nil
    ) throws -> Certificate {
        var extensions = Certificate.Extensions()
        try extensions.append(
            Certificate.Extension(
                isMaker
                    ? BasicConstraints.isCertificateAuthority(maxPathLength: nil)
                    : .notCertificateAuthority, critical: true))
        if let model {
            var content = DER.Serializer()
            try content.serialize(ASN1OctetString(contentBytes: model[...]))
            try extensions.append(
                Certificate.Extension(
                    oid: [1, 3, 6, 1, 4, 1, 45724, 1, 1, 4], critical: false,
                    value: content.serializedBytes[...]))
        }
        return try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key, notValidBefore: made,
            notValidAfter: end, issuer: issuer, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: issuerKey)
    }
}

extension SimulatedMaker.Certified {
    /// The attestation statement of a key (WebAuthn Level 2, section 8.2).
    package func statement(over message: [UInt8]) throws -> CBORValue {
        let signature = try privateKey.signature(for: message)
        return .map([
            "alg": -7, "sig": .bytes(Array(signature.derRepresentation)),
            "x5c": .array(try chain.map { .bytes(try $0.serializeAsPEM().derBytes) }),
        ])
    }
}
