import CommandLineFront
import FileSystem
import Foundation
import LicenseBinding
import LicensingCenter
import PhoneCodes
import VerdictText

/// The keys that sign answers by phone: `phone-N.key` (0600), N from 0 to 3, and `phone-N.jwt`, the root's certificate for
/// it. The newest certificate's key signs; the others are still known to sites.
extension PublisherHome {
    /// Makes the next key, and lets the root certify it.
    /// - Returns: what it is for.
    @discardableResult
    func makePhoneKey(
        _ publisher: PublisherRoot, _ root: FileSigningKey, _ limits: PhoneCertificate.Limits,
        now: Date
    ) throws -> PhoneCertificate {
        let last = try phoneKeys().last?.certificate
        let number = last.map { ($0.key.number + 1) % (PhoneKey.highestNumber + 1) } ?? 0
        let seed = CommandContext.current.random(PhoneSigningKey.seedSize)
        let key = try PhoneSigningKey(number: number, seed: seed)
        // The newest one is known by its beginning.
        let start = max(now, last.map { $0.notBefore + 1 } ?? now)
        let certificate = PhoneCertificate(
            publisher: publisher.publisher, key: key.publicKey, notBefore: start,
            expires: start + Self.term, limits: limits)
        let text = try certificate.signed(by: root) + "\n"
        do throws(FileError) {
            try folder.replace(
                Self.keyFile(number), with: Array((Base64URL.encode(seed) + "\n").utf8),
                mode: 0o600)
            try folder.replace(Self.certificateFile(number), with: text.utf8)
        } catch {
            throw HomeError.file(error)
        }
        return certificate
    }

    /// The certificates, with their texts, the newest last. One that cannot be read is told of, and is none.
    func phoneKeys() throws -> [(text: String, certificate: PhoneCertificate)] {
        let reader = DocumentReader(trusting: [try publisher()])
        var keys: [(text: String, certificate: PhoneCertificate)] = []
        for number in 0...PhoneKey.highestNumber {
            let name = Self.certificateFile(number)
            guard folder.has(name) else { continue }
            let text: String
            do throws(FileError) {
                text = try folder.text(name).trimmingCharacters(in: .newlines)
            } catch {
                throw HomeError.file(error)
            }
            do throws(Refusal) {
                keys.append((text, try reader.phoneCertificate(text).certificate))
            } catch {
                Console.note(
                    "\(folder.path(of: name)) certifies no phone key: \(RefusalText(error).found)")
            }
        }
        return keys.sorted { $0.certificate.notBefore < $1.certificate.notBefore }
    }

    /// What signs answers by phone now, if there is a key for it.
    func phoneIssuer() throws -> PhoneIssuer? {
        guard let certificate = try phoneKeys().last?.certificate else { return nil }
        let number = certificate.key.number
        let seed = try secret(in: Self.keyFile(number))
        let path = folder.path(of: Self.keyFile(number))
        guard seed.count == PhoneSigningKey.seedSize else { throw HomeError.notASecret(path) }
        let key = try PhoneSigningKey(number: number, seed: seed)
        guard key.publicKey == certificate.key else { throw HomeError.notASecret(path) }
        return PhoneIssuer(key: key, certificate: certificate)
    }

    private static func keyFile(_ number: Int) -> String { "phone-\(number).key" }
    private static func certificateFile(_ number: Int) -> String { "phone-\(number).jwt" }
}
