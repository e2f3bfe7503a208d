import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding
import LicenseStore
import VerdictText

struct LicenseInstall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Install a license, or a publisher's revocation list.",
        discussion: "A license is installed when its signature is right, key or no key.")

    @Argument(help: "The license file.")
    var file: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let site = try Site(store, machine)
        let bytes = try read()
        if DocumentType(claimedBy: bytes) == .revocations {
            return try keepRevocations(bytes, site)
        }
        let license: SignedLicense
        do throws(Refusal) {
            license = try site.trust.reader.license(bytes)
        } catch {
            throw refuse(error)
        }
        let snapshot = MachineSnapshot(of: site.machine, taken: site.moment.time)
        let isNew = try site.store.install(license.license, file: bytes, on: snapshot)
        try await answer(license, isNew: isNew, site)
    }

    private func read() throws -> [UInt8] {
        let limit = DocumentType.revocations.limit
        do throws(FileError) {
            return try NamedFile.read(file, atMost: limit)
        } catch .tooLarge {
            throw refuse(.malformed(.tooLarge(limit: limit)))
        } catch {
            throw error
        }
    }

    /// - Parameter site: its licenses are read now, with the new one among them.
    private func answer(_ license: SignedLicense, isNew: Bool, _ site: Site) async throws {
        let (path, _) = try site.contents.license(license.id)
        try await site.ask(for: [license])
        let verdict = site.verdict(on: license)
        guard !output.json else {
            return Console.print(
                JSONObject([
                    "installed": .bool(isNew),
                    "license": .object(LicenseAnswer(license, path, verdict).json),
                ]))
        }
        Console.print(
            isNew ? "Installed \(license.id) as \(path)" : "\(license.id) is installed already.")
        LicenseAnswer(license, path, verdict).print()
    }

    private func refuse(_ refusal: Refusal) -> ExitCode {
        var report = Report(output)
        report.add(refusal, file: file)
        report.finish()
        return .refused
    }

    private func keepRevocations(_ bytes: [UInt8], _ site: Site) throws {
        let list: SignedRevocations
        do throws(Refusal) {
            list = try site.trust.reader.revocations(bytes)
        } catch {
            throw refuse(error)
        }
        try site.store.keep(list, file: bytes, after: site.trust.revocations[list.root])
        guard !output.json else {
            return Console.print(JSONObject(["revocations": .integer(list.sequence)]))
        }
        Console.print(
            "Revocation list \(list.sequence) of \(list.publisher.printable) is in force.")
    }
}
