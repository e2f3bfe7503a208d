import CommandLineFront
import Crypto
import FileSystem
import Foundation
import LicenseBinding

/// The key to which sites seal their requests: `sealing.key` (0600), its public part certified in `publisher.jwk`.
extension PublisherHome {
    private static let sealingFile = "sealing.key"

    /// Makes the key, if there is none yet, and lets the root certify it.
    func makeSealingKey(
        _ publisher: PublisherRoot, _ root: FileSigningKey, now: Date
    ) throws {
        if !folder.has(Self.sealingFile) {
            let new = Curve25519.KeyAgreement.PrivateKey()
            let text = Base64URL.encode(new.rawRepresentation) + "\n"
            do throws(FileError) {
                try folder.add(Self.sealingFile, with: Array(text.utf8), mode: 0o600)
            } catch {
                throw HomeError.file(error)
            }
        }
        let key = try SealingKey(
            Array(sealingKey().publicKey.rawRepresentation), of: publisher.publisher,
            certifiedBy: root, at: now)
        let certified = PublisherRoot(
            publisher: publisher.publisher, key: publisher.key, sealing: key)
        do throws(FileError) {
            try folder.replace("publisher.jwk", with: certified.jwk.file)
        } catch {
            throw HomeError.file(error)
        }
    }

    func sealingKey() throws(HomeError) -> Curve25519.KeyAgreement.PrivateKey {
        let bytes = try secret(in: Self.sealingFile)
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes) else {
            throw .notASecret(folder.path(of: Self.sealingFile))
        }
        return key
    }
}
