import CommandLineFront
import Crypto
import FileSystem
import Foundation
import LicenseBinding
import VerdictText

/// Keys for backups as files: JWKs with X25519 (RFC 8037, section 2).
enum BackupKey {
    private static let limit = 4096

    static func file(of key: Curve25519.KeyAgreement.PrivateKey, isPrivate: Bool) -> [UInt8] {
        JSONObject([
            "kty": "OKP", "crv": "X25519",
            "x": .string(Base64URL.encode(key.publicKey.rawRepresentation)),
            "d": isPrivate ? .string(Base64URL.encode(key.rawRepresentation)) : nil, "use": "enc",
        ]).file
    }

    static func read(_ path: String) throws -> Curve25519.KeyAgreement.PrivateKey {
        guard
            let key = try? Curve25519.KeyAgreement.PrivateKey(
                rawRepresentation: bytes("d", in: path))
        else { throw CommandFailure("\(path) holds no private key for backups") }
        return key
    }

    /// The public key, also of a file that holds the private one as well.
    static func readPublic(_ path: String) throws -> [UInt8] {
        try bytes("x", in: path)
    }

    private static func bytes(_ name: String, in path: String) throws -> [UInt8] {
        let file = try NamedFile.read(path, atMost: limit)
        do throws(Defect) {
            let claims = try Claims(parsing: file)
            try claims.require("kty", "OKP")
            try claims.require("crv", "X25519")
            return try claims.bytes(name, count: SealingKey.count)
        } catch {
            throw CommandFailure("\(path) is no key for backups: \(error.text)")
        }
    }
}
