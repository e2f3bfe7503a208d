import ArgumentParser
import CommandLineFront
import LicenseBinding
import LicenseStore
import VerdictText

struct PublisherList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the publishers that are trusted.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let (roots, problems) = try store.store().publishers()
        for problem in problems { Console.note(problem.line) }
        guard !output.json else {
            return Console.print(
                JSONObject([
                    "publishers": .array(roots.map { .object($0.summary) }),
                    "problems": .array(problems.map { .object($0.json) }),
                ]))
        }
        guard !roots.isEmpty else {
            return Console.print("No publisher is trusted yet: keybound publisher add FILE")
        }
        let rows = roots.map { [$0.publisher.printable, $0.key.thumbprint] }
        Console.table([["PUBLISHER", "ROOT"]] + rows)
    }
}

extension PublisherRoot {
    var summary: JSONObject {
        JSONObject(["name": .string(publisher), "root": .string(key.thumbprint)])
    }
}
