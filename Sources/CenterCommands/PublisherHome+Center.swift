import CenterDatabase
import CommandLineFront
import Crypto
import FileSystem
import Foundation
import LicenseBinding
import LicensingCenter

/// The center of a publisher: `center.sqlite`, what it knows, and `center.key` (0600), the secret under which PINs are
/// hashed. Whoever loses that file loses all PINs.
extension PublisherHome {
    private static let secretSize = 32

    /// Makes the center's secret, unless there is one.
    func makeSecret() throws(HomeError) {
        guard !folder.has("center.key") else { return }
        let secret = CommandContext.current.random(Self.secretSize)
        do throws(FileError) {
            try folder.add(
                "center.key", with: Array((Base64URL.encode(secret) + "\n").utf8), mode: 0o600)
        } catch {
            throw .file(error)
        }
    }

    private func secret() throws(HomeError) -> SymmetricKey {
        try makeSecret()
        let path = folder.path(of: "center.key")
        let (isPrivate, text): (Bool, String)
        do throws(FileError) {
            (isPrivate, text) = (try NamedFile.isPrivate(path), try folder.text("center.key"))
        } catch {
            throw .file(error)
        }
        guard isPrivate else { throw .readableByOthers(path) }
        guard let bytes = Base64URL.decode(text.trimmingCharacters(in: .newlines)),
            bytes.count == Self.secretSize
        else { throw .notASecret(path) }
        return SymmetricKey(data: bytes)
    }

    /// Opens the center's database, which is made if there is none.
    func center() throws -> (center: Center, database: CenterDatabase) {
        let now = CommandContext.current.clock
        let publisher = try publisher()
        let issuer = try issuer(now: now().time)
        let random = CommandContext.current.random
        let database = try CenterDatabase(at: folder.path(of: "center.sqlite")) { count, hash in
            try issuer.file(
                of: AuditHead(
                    publisher: publisher.publisher, time: now().time, count: count, hash: hash))
        }
        let center = Center(
            storage: database, publisher: publisher, issuer: issuer, secret: try secret(),
            policy: try attestationPolicy(), clock: { now().time }, random: random)
        return (center, database)
    }
}
