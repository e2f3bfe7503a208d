import ArgumentParser
import CommandLineFront
import LicenseBinding
import LicenseStore
import VerdictText

struct LicenseList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the installed licenses and what they are bound to.",
        discussion: "Whether they hold right now tells: keybound license verify")

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let contents = StoreContents(of: try store.store())
        let problems = contents.licenseProblems + contents.problems
        for problem in problems { Console.note(problem.line) }
        guard !output.json else {
            let licenses = contents.licenses.map { JSONValue.object($0.license.summary($0.path)) }
            return Console.print(
                JSONObject([
                    "licenses": .array(licenses),
                    "problems": .array(problems.map { .object($0.json) }),
                ]))
        }
        guard !contents.entries.isEmpty else {
            return Console.print("No license is installed yet: keybound license install FILE")
        }
        let rows = contents.licenses.map { _, license in
            [
                license.id.description, license.product.id, license.licensee.name,
                license.expires.map(Timestamp.text) ?? "never", license.binding.text,
            ].map(\.printable)
        }
        Console.table([["LICENSE", "PRODUCT", "LICENSEE", "EXPIRES", "BOUND TO"]] + rows)
    }
}

extension StoreContents {
    var licenseProblems: [StoreProblem] {
        entries.compactMap { entry in
            guard case .failure(let problem) = entry.license else { return nil }
            return problem
        }
    }
}

extension SignedLicense {
    fileprivate func summary(_ path: String) -> JSONObject {
        JSONObject([
            "id": .string(license.id.description), "file": .string(path),
            "publisher": .string(license.publisher), "product": .string(license.product.id),
            "licensee": .string(license.licensee.name),
            "expires": .optional(license.expires.map(Timestamp.text)),
            "mode": .string(license.binding.mode.rawValue),
            "keys": .strings(license.binding.keys.map(\.id.description)),
        ])
    }
}

extension Binding {
    /// What a license is bound to, in a few words.
    var text: String {
        let keys = keys.map(\.id.text).joined(separator: ", ")
        switch mode {
        case .key: return keys
        case .machine: return "machine"
        case .keyOrMachine: return keys + " or machine"
        case .keyAndMachine: return keys + " and machine"
        }
    }
}
