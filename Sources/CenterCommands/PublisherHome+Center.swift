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
    private static let secretFile = "center.key"
    static let databaseFile = "center.sqlite"

    /// Makes the center's secret, unless there is one. Beside PINs that are hashed under another one it makes none.
    func makeSecret() throws(HomeError) {
        guard !folder.has(Self.secretFile) else { return }
        guard !folder.has(Self.databaseFile) else {
            throw .secretLost(folder.path(of: Self.secretFile))
        }
        let secret = CommandContext.current.random(Self.secretSize)
        do throws(FileError) {
            try folder.add(
                Self.secretFile, with: Array((Base64URL.encode(secret) + "\n").utf8), mode: 0o600)
        } catch {
            throw .file(error)
        }
    }

    private func secret() throws(HomeError) -> SymmetricKey {
        try makeSecret()
        let bytes = try secret(in: Self.secretFile)
        guard bytes.count == Self.secretSize else {
            throw .notASecret(folder.path(of: Self.secretFile))
        }
        return SymmetricKey(data: bytes)
    }

    /// What a file that only its owner reads holds, in base64url.
    func secret(in name: String) throws(HomeError) -> [UInt8] {
        let path = folder.path(of: name)
        let (isPrivate, text): (Bool, String)
        do throws(FileError) {
            (isPrivate, text) = (try NamedFile.isPrivate(path), try folder.text(name))
        } catch {
            throw .file(error)
        }
        guard isPrivate else { throw .readableByOthers(path) }
        guard let bytes = Base64URL.decode(text.trimmingCharacters(in: .newlines)) else {
            throw .notASecret(path)
        }
        return bytes
    }

    /// Opens the center's database, which is made if there is none.
    /// - Parameter phone: what signs answers by phone, for who gives some.
    func center(answeringBy phone: PhoneIssuer? = nil) async throws -> (
        center: Center, database: CenterDatabase
    ) {
        let now = CommandContext.current.clock
        let publisher = try publisher()
        let (issuer, end) = try signing(now: now().time)
        // Before there is a database.
        let secret = try secret()
        let random = CommandContext.current.random
        let seal = AuditSeal(by: issuer, of: publisher) { now().time }
        let database = try CenterDatabase(at: folder.path(of: Self.databaseFile), sealing: seal)
        let center = Center(
            storage: database, publisher: publisher, issuer: issuer, signsUntil: end,
            phone: phone, secret: secret, policy: try attestationPolicy(),
            clock: { now().time }, random: random)
        try await center.claimStorage()
        return (center, database)
    }
}
