package import Crypto
import FoundationEssentials
package import LicenseBinding

/// A request to a licensing center as a file, which any courier may carry: signed by the key of the computer that asks,
/// and sealed to the center (HPKE, RFC 9180, base mode; X25519, HKDF-SHA256, ChaCha20-Poly1305), together with who asks
/// what it is for. So nobody reads the PIN on the way, or puts it into a request of his own.
package struct SealedRequest: Hashable, Sendable {
    private static let (format, limit) = ("keybound request 1", 2 * 1024 * 1024)

    /// What anybody sees.
    package let id: RequestID
    package let registration: RegistrationNumber
    /// The thumbprint of the key of the computer that asks.
    package let device: String
    /// The thumbprint of the key that it is sealed to.
    package let sealedTo: String
    /// SHA-256 of the binding that is asked for, or of nothing.
    private let binding: [UInt8]
    private let key: [UInt8]
    private let sealed: [UInt8]

    /// What is in it.
    package struct Content: Hashable, Sendable {
        /// The path that the request would have on the network.
        package let path: String
        package let body: JSONObject

        package init(path: String, body: JSONObject) {
            self.path = path
            self.body = body
        }
    }

    /// Why a request is none for this center.
    package enum Flaw: Error, Hashable, Sendable {
        case malformed(Defect)
        /// It is sealed to another center, or to a key that this one had before.
        case otherCenter(sealedTo: String)
        /// It was changed, or parts of it are of another request.
        case changed
    }

    /// Signs and seals a request.
    package init(
        _ content: Content, id: RequestID, of registration: RegistrationNumber,
        by device: some SigningKey, to center: SealingKey
    ) throws {
        self.id = id
        self.registration = registration
        self.device = device.publicKey.thumbprint
        sealedTo = center.thumbprint
        binding = Self.hash(of: content.body["binding"])
        let header = JSONObject([
            "alg": "EdDSA", "typ": .string(DocumentType.request.rawValue),
            "jwk": .object(device.publicKey.jwk),
        ])
        let payload = JSONObject(["path": .string(content.path), "body": .object(content.body)])
        let document = try CompactJWS.sign(payload, header: header, with: device)
        let context = Self.context(id, registration, self.device, sealedTo, binding)
        var sender = try HPKE.Sender(
            recipientKey: Curve25519.KeyAgreement.PublicKey(rawRepresentation: center.bytes),
            ciphersuite: Self.suite, info: Data(Self.format.utf8))
        sealed = Array(try sender.seal(Array(document.utf8), authenticating: context))
        key = Array(sender.encapsulatedKey)
    }

    package init(parsing file: [UInt8]) throws(Defect) {
        guard file.count <= Self.limit else { throw .tooLarge(limit: Self.limit) }
        let claims = try Claims(parsing: file)
        try claims.require("format", Self.format)
        let id = try claims.parsed("requestID", as: "22 to 64 of A-Z, a-z, 0-9, _ and -") {
            RequestID($0)
        }
        self.id = try claims.required("requestID", id)
        registration = try claims.registration()
        device = try claims.text("device")
        sealedTo = try claims.text("sealedTo")
        binding = try claims.bytes("binding")
        key = try claims.bytes("key")
        sealed = try claims.bytes("sealed")
    }

    package var file: [UInt8] {
        JSONObject([
            "format": .string(Self.format), "requestID": .string(id.description),
            "registration": .string(registration.description), "device": .string(device),
            "sealedTo": .string(sealedTo), "binding": .string(Base64URL.encode(binding)),
            "key": .string(Base64URL.encode(key)), "sealed": .string(Base64URL.encode(sealed)),
        ]).file
    }

    /// Opens a request that is sealed to this key, and makes sure that all of it belongs together.
    package func opened(
        by key: Curve25519.KeyAgreement.PrivateKey
    ) throws(Flaw) -> Content {
        guard SealingKey.thumbprint(of: Array(key.publicKey.rawRepresentation)) == sealedTo else {
            throw .otherCenter(sealedTo: sealedTo)
        }
        let context = Self.context(id, registration, device, sealedTo, binding)
        let document: [UInt8]
        do {
            var recipient = try HPKE.Recipient(
                privateKey: key, ciphersuite: Self.suite, info: Data(Self.format.utf8),
                encapsulatedKey: Data(self.key))
            document = Array(try recipient.open(sealed, authenticating: context))
        } catch {
            throw .changed
        }
        let content: Content
        do throws(Defect) {
            content = try signed(document)
        } catch {
            throw .malformed(error)
        }
        // A question for a challenge has no ID of its own.
        let named = content.body["requestID"]
        guard named == nil || named == .string(id.description),
            content.body["registration"] == .string(registration.description),
            Self.hash(of: content.body["binding"]) == binding
        else { throw .changed }
        return content
    }

    private func signed(_ document: [UInt8]) throws(Defect) -> Content {
        let jws = try CompactJWS(document[...])
        let header = Claims(jws.header)
        try header.require("typ", DocumentType.request.rawValue)
        try header.require("alg", "EdDSA")
        let key = try VerifyingKey(jwk: header.required("jwk", header.claims("jwk")))
        guard key.thumbprint == device, jws.isSigned(by: key) else {
            throw .claim("device", expected: "the key that has signed the request")
        }
        let claims = try Claims(parsing: jws.payload)
        return Content(
            path: try claims.text("path"),
            body: try claims.required("body", claims.claims("body")).object)
    }

    private static var suite: HPKE.Ciphersuite { .Curve25519_SHA256_ChachaPoly }

    private static func hash(of binding: JSONValue?) -> [UInt8] {
        Array(SHA256.hash(data: Array(binding?.compact.utf8 ?? "".utf8)))
    }

    /// What is sealed in with the content.
    private static func context(
        _ id: RequestID, _ registration: RegistrationNumber, _ device: String, _ sealedTo: String,
        _ binding: [UInt8]
    ) -> [UInt8] {
        let context = JSONObject([
            "requestID": .string(id.description), "registration": .string(registration.description),
            "device": .string(device), "sealedTo": .string(sealedTo),
            "binding": .string(Base64URL.encode(binding)),
        ])
        return context.compactBytes
    }
}
