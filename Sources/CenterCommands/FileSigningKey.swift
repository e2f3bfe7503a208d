import Crypto
import FileSystem
import Foundation
import LicenseBinding

/// A private key in a file that only its owner reads: a JWK (RFC 8037, section 2).
struct FileSigningKey: SigningKey {
    private static let limit = 4096

    private let key: Curve25519.Signing.PrivateKey
    let publicKey: VerifyingKey

    /// A new key, which is in no file yet.
    init() {
        self.init(Curve25519.Signing.PrivateKey())
    }

    private init(_ key: Curve25519.Signing.PrivateKey) {
        guard let publicKey = VerifyingKey(Array(key.publicKey.rawRepresentation)) else {
            preconditionFailure("an Ed25519 public key has 32 bytes")
        }
        self.key = key
        self.publicKey = publicKey
    }

    /// - Throws: `HomeError` when the file is not there, is none or others may read it.
    init(reading path: String) throws(HomeError) {
        let file: [UInt8]
        let isPrivate: Bool
        do throws(FileError) {
            isPrivate = try NamedFile.isPrivate(path)
            file = try NamedFile.read(path, atMost: Self.limit)
        } catch {
            throw .file(error)
        }
        guard isPrivate else { throw .readableByOthers(path) }
        do throws(Defect) {
            let claims = try Claims(parsing: file)
            try claims.require("kty", "OKP")
            try claims.require("crv", "Ed25519")
            let key = try claims.parsed("d", as: "32 bytes in base64url") { text in
                // Nothing is lost: what is no key is a defect of the file.
                Base64URL.decode(text).flatMap {
                    try? Curve25519.Signing.PrivateKey(rawRepresentation: $0)
                }
            }
            self.init(try claims.required("d", key))
        } catch {
            throw .notAKey(path, error)
        }
    }

    /// The private JWK, for the one file that may hold it.
    var file: [UInt8] {
        var jwk = publicKey.jwk
        jwk["d"] = .string(Base64URL.encode(key.rawRepresentation))
        return jwk.file
    }

    func signature(for message: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: message))
    }
}
