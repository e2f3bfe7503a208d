import ArgumentParser
import CommandLineFront
import Crypto
import FileSystem
import LicenseBinding

struct BackupKeygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: "Make a pair of keys for backups: computers need the public one alone.")

    @Argument(help: "The new file of the private key; the public one is FILE.pub.")
    var file: String

    func run() throws {
        let key = Curve25519.KeyAgreement.PrivateKey()
        try NamedFile.add(file, with: BackupKey.file(of: key, isPrivate: true), mode: 0o600)
        try NamedFile.add(file + ".pub", with: BackupKey.file(of: key, isPrivate: false))
        Console.print("Keep away from the computers, it opens their backups: \(file)")
        Console.print("For keybound backup create --recipient: \(file).pub")
    }
}
