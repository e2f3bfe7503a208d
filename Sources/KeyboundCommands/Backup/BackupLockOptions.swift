import ArgumentParser
import CommandLineFront
import Crypto
import FileSystem
import Foundation
import LicenseBinding
import SiteBackup
import VerdictText

/// A passphrase for a backup: from a file, else typed at the terminal.
struct PassphraseOptions: ParsableArguments {
    private static let (limit, shortest) = (4096, 8)

    @Option(
        help: ArgumentHelp(
            "The file that holds the passphrase. Default: it is asked for at the terminal.",
            valueName: "file"))
    var passphraseFile: String?

    /// - Parameter isNew: whether it is chosen now: then it is typed twice, and not too short.
    func passphrase(isNew: Bool) throws -> [UInt8] {
        let text = try passphraseFile.map(read) ?? typed(isNew: isNew)
        guard !isNew || text.utf8.count >= Self.shortest else {
            throw CommandFailure("the passphrase has less than \(Self.shortest) characters")
        }
        return Array(text.utf8)
    }

    private func read(_ path: String) throws -> String {
        let file = try NamedFile.read(path, atMost: Self.limit)
        guard let text = String(validating: file, as: UTF8.self) else {
            throw CommandFailure("\(path) holds no text in UTF-8")
        }
        return String(text.drop { $0.isNewline }.prefix { !$0.isNewline })
    }

    private func typed(isNew: Bool) throws -> String {
        func ask(_ prompt: String) throws -> String {
            guard let text = CommandContext.current.secret(prompt) else {
                throw CommandFailure(
                    "there is no terminal to ask for the passphrase: name a file by --passphrase-file"
                )
            }
            return text
        }
        let text = try ask("Passphrase of the backup: ")
        guard try !isNew || text.isEmpty || text == ask("Once more: ") else {
            throw CommandFailure("the two were not the same; nothing was written")
        }
        return text
    }
}

/// What opens a backup.
struct BackupOpenOptions: ParsableArguments {
    @OptionGroup var passphrase: PassphraseOptions

    @Option(
        help: ArgumentHelp(
            "The private key of a backup that was made for a public key.", valueName: "file"))
    var identity: String?

    func open(_ path: String) throws -> BackupArchive {
        let file = try NamedFile.read(path, atMost: SealedBackup.limit)
        do {
            let needsPassphrase = try SealedBackup.needsPassphrase(file)
            return try SealedBackup.open(file, by: opener(needsPassphrase))
        } catch let flaw as SealedBackup.Flaw {
            throw CommandFailure("\(path) is not taken, and nothing was changed: \(flaw.text)")
        }
    }

    private func opener(_ needsPassphrase: Bool) throws -> SealedBackup.Opener {
        guard !needsPassphrase else {
            return .passphrase(try passphrase.passphrase(isNew: false))
        }
        guard let identity else {
            throw CommandFailure(
                "the backup was made for a public key: name the private one by --identity")
        }
        return .privateKey(try BackupKey.read(identity))
    }
}

extension SealedBackup.Flaw {
    fileprivate var text: String {
        switch self {
        case .malformed(let defect): "it is no backup of ours, or a damaged one: \(defect.text)"
        case .otherLock(needsPassphrase: true): "it is sealed by a passphrase, and not for a key"
        case .otherLock(needsPassphrase: false): "it is sealed for a key, and not by a passphrase"
        case .otherKey: "it was made for another key"
        case .wrong: "the passphrase is another one, or the file was changed or cut off"
        }
    }
}
