import Crypto
import Foundation
import LicenseBinding
import Programs
import SiteBackup
import Testing

struct SealedBackupTests {
    private let archive = BackupArchive(
        time: Date(timeIntervalSince1970: 1_800_000_000), computer: "accounting-1",
        files: [
            BackupArchive.File(
                folder: "licenses", name: "a.lic", content: Array("a license\n".utf8)),
            BackupArchive.File(folder: "pins", name: "1016547536.json", content: [0, 255]),
        ])
    private let passphrase = Array("correct horse".utf8)

    private func random(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0 ... .max) }
    }

    private func flaw(_ file: [UInt8], _ opener: SealedBackup.Opener) -> SealedBackup.Flaw? {
        do throws(SealedBackup.Flaw) {
            _ = try SealedBackup.open(file, by: opener)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a passphrase opens what it has sealed, and no other does`() throws {
        let file = try SealedBackup.seal(archive, by: .passphrase(passphrase), random: random)
        #expect(try SealedBackup.needsPassphrase(file))
        #expect(try SealedBackup.open(file, by: .passphrase(passphrase)) == archive)
        #expect(flaw(file, .passphrase(Array("correct house".utf8))) == .wrong)
        #expect(flaw(Array(file.dropLast(file.count / 2)), .passphrase(passphrase)) != nil)
        let key = Curve25519.KeyAgreement.PrivateKey()
        #expect(flaw(file, .privateKey(key)) == .otherLock(needsPassphrase: true))
    }

    @Test func `every byte of a backup counts`() throws {
        let key = Curve25519.KeyAgreement.PrivateKey()
        let file = try SealedBackup.seal(
            archive, by: .publicKey(Array(key.publicKey.rawRepresentation)), random: random)
        #expect(try SealedBackup.open(file, by: .privateKey(key)) == archive)
        for place in file.indices {
            var changed = file
            changed[place] ^= 1
            #expect(flaw(changed, .privateKey(key)) != nil, "byte \(place)")
        }
        for count in 0..<file.count {
            #expect(flaw(Array(file.prefix(count)), .privateKey(key)) != nil, "\(count) bytes")
        }
        #expect(flaw(file, .privateKey(Curve25519.KeyAgreement.PrivateKey())) == .otherKey)
    }

    @Test func `what would make the computer work for hours is refused`() throws {
        let file = try SealedBackup.seal(archive, by: .passphrase(passphrase), random: random)
        let text = String(decoding: file.prefix { $0 != 0x0a }, as: UTF8.self)
        let costly = text.replacingOccurrences(of: #""n":131072"#, with: #""n":1073741824"#)
        #expect(costly != text)
        guard
            case .malformed? = flaw(
                Array(costly.utf8) + file.drop { $0 != 0x0a }, .passphrase(passphrase))
        else {
            Issue.record("a thousand times the cost")
            return
        }
    }

    @Test(arguments: ["../evil", ".hidden", "a/b", "", "a b", "a\u{0}"])
    func `an archive leads to no other place`(_ name: String) throws {
        let evil = BackupArchive(
            time: archive.time, computer: "x",
            files: [BackupArchive.File(folder: "licenses", name: name, content: [])])
        #expect(throws: Defect.self) { try BackupArchive(parsing: evil.bytes) }
        let folder = BackupArchive(
            time: archive.time, computer: "x",
            files: [BackupArchive.File(folder: "..", name: "a", content: [])])
        #expect(throws: Defect.self) { try BackupArchive(parsing: folder.bytes) }
    }

    @Test func `another implementation opens it`() async throws {
        let python = try #require(ProcessInfo.processInfo.environment["KEYBOUND_TEST_PYTHON"])
        let path = NSTemporaryDirectory() + "backup-\(UInt64.random(in: 0 ... .max))"
        let file = try SealedBackup.seal(archive, by: .passphrase(passphrase), random: random)
        try Data(file).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "open_backup.py").path
        let opened = try await Program(URL(filePath: python).path)
            .run([script, path, "correct horse"])
        #expect(opened.code == 0, "\(opened.errors)")
        #expect(opened.output == String(decoding: archive.bytes, as: UTF8.self))
    }
}
