import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding
import LicenseStore

struct LicenseVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Tell whether licenses hold right now, and if not, why and what to do.",
        discussion: "Without an argument, all installed licenses are checked.")

    @Argument(help: ArgumentHelp("License IDs or files.", valueName: "id-or-file"))
    var licenses: [String] = []

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let site = try Site(store, machine)
        let entries =
            try licenses.isEmpty ? site.contents.entries : licenses.map { try entry($0, site) }
        guard !entries.isEmpty else {
            throw CommandFailure("no license is installed: keybound license install FILE")
        }
        try await site.ask(for: entries.compactMap { try? $0.license.get() })
        var report = Report(output)
        for problem in site.contents.problems { report.note(problem) }
        for entry in entries {
            switch entry.license {
            case .success(let license):
                report.add(license, entry.path, site.verdict(on: license))
            case .failure(let problem): report.add(problem)
            }
        }
        report.finish()
        let code = report.exitCode(forAllOf: licenses.isEmpty ? site.contents : nil)
        if let code { throw code }
    }

    /// What a person named: the ID of an installed license, or a file.
    private func entry(_ name: String, _ site: Site) throws -> StoreContents.Entry {
        let id = LicenseID(name)
        if let found = site.contents.licenses.first(where: { $0.license.id == id }) {
            return StoreContents.Entry(path: found.path, license: .success(found.license))
        }
        if let id, !NamedFile.exists(name) { throw StoreError.noLicense(id) }
        return site.contents.entry(at: name)
    }
}
