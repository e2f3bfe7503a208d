import FileSystem
import Foundation
import LicenseBinding

/// The publisher's keys as files: `root.key`, `issuing.key` and `sealing.key` (0600), `issuing.jwt`, the root's
/// certificate for the issuing key, `publisher.jwk`, the public root to hand out with the sealing key's certificate,
/// `attestation.json`, which FIDO2 keys are taken, and the keys for answers by phone.
struct PublisherHome {
    /// How long an issuing key signs: two years.
    static let term: TimeInterval = 731 * 86400
    private static let limit = 64 * 1024

    let folder: Folder

    var publisherFile: String { folder.path(of: "publisher.jwk") }

    /// Makes root and issuing key.
    func initialize(
        publisher: String, phone: PhoneCertificate.Limits, now: Date
    ) throws {
        do throws(FileError) {
            try folder.create(mode: 0o700)
            let root = FileSigningKey()
            // The root's file is the first: where it is, nobody makes another one.
            try folder.add("root.key", with: root.file, mode: 0o600)
            try folder.replace(
                "publisher.jwk",
                with: PublisherRoot(publisher: publisher, key: root.publicKey).jwk.file)
        } catch {
            guard error.isPresence else { throw HomeError.file(error) }
            throw HomeError.initialized(folder.path)
        }
        try rotate(rootKey: nil, phone: phone, now: now)
    }

    /// The root, public and private.
    /// - Parameter path: where the private key is kept; by default `root.key` here.
    func root(in path: String?) throws -> (publisher: PublisherRoot, key: FileSigningKey) {
        let publisher = try publisher()
        let path = path ?? folder.path(of: "root.key")
        let root = try FileSigningKey(reading: path)
        guard root.publicKey == publisher.key else { throw HomeError.otherRoot(path) }
        return (publisher, root)
    }

    /// Makes a new issuing key, which programs accept by the root that they carry.
    /// - Parameters:
    ///   - rootKey: where the root's private key is kept; by default `root.key` here.
    ///   - phone: how far the word of a key for answers by phone goes, which is made if there is none yet.
    func rotate(
        rootKey: String?, phone: PhoneCertificate.Limits = PhoneCertificate.Limits(), now: Date
    ) throws {
        let (publisher, root) = try root(in: rootKey)
        if publisher.sealing == nil { try makeSealingKey(publisher, root, now: now) }
        if try phoneKeys().isEmpty { try makePhoneKey(publisher, root, phone, now: now) }
        let key = FileSigningKey()
        let certificate = IssuingCertificate(
            publisher: publisher.publisher, key: key.publicKey, notBefore: now,
            expires: now + Self.term, purposes: [.license, .revocations, .catalog, .time])
        let text = try certificate.signed(by: root)
        do throws(FileError) {
            try folder.replace("issuing.key", with: key.file, mode: 0o600)
            try folder.replace("issuing.jwt", with: (text + "\n").utf8)
        } catch {
            throw HomeError.file(error)
        }
    }

    /// What signs licenses now.
    func issuer(now: Date) throws -> LicenseIssuer { try signing(now: now).issuer }

    /// What signs licenses now, and until when.
    func signing(now: Date) throws -> (issuer: LicenseIssuer, until: Date) {
        let key = try FileSigningKey(reading: folder.path(of: "issuing.key"))
        let text: String
        do throws(FileError) {
            text = try folder.text("issuing.jwt")
        } catch {
            throw HomeError.file(error)
        }
        var reader = DocumentReader(trusting: [try publisher()])
        let certificate: IssuingCertificate
        do throws(Refusal) {
            certificate = try reader.certificate(text)
        } catch {
            throw HomeError.certificateRefused(error)
        }
        guard certificate.key == key.publicKey else {
            throw HomeError.rotationCut(folder.path)
        }
        guard now < certificate.expires else {
            throw HomeError.certificateExpired(certificate.expires)
        }
        return (LicenseIssuer(key: key, certificate: text), certificate.expires)
    }

    func publisher() throws(HomeError) -> PublisherRoot {
        let file: [UInt8]
        do throws(FileError) {
            file = try folder.read("publisher.jwk", atMost: Self.limit)
        } catch {
            throw error.isAbsence ? .notInitialized(folder.path) : .file(error)
        }
        do throws(Defect) {
            return try PublisherRoot(parsing: file)
        } catch {
            throw .notAKey(publisherFile, error)
        }
    }
}
