import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import LicenseStore
import VerdictText

struct LicenseExchange: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchange",
        abstract: "Exchange licenses that were given by phone for ordinary ones.",
        discussion: """
            It also happens by itself when the center gives this computer a license, and by keybound-exchange.timer. A \
            computer that stays without network exchanges its license as a file: keybound license request --operation \
            exchange
            """)

    @OptionGroup var center: CenterOptions

    @Option(help: ArgumentHelp("Whose licenses; by default all publishers'.", valueName: "name"))
    var publisher: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let trusted = try Site(store, machine).trust.publishers.map(\.key.thumbprint)
        let store = try store.store()
        let roots = try publisher.map {
            [try ChosenPublisher(named: $0, in: store).root.key.thumbprint]
        }
        guard !trusted.isEmpty else { return tellNothing() }
        let local = try SiteTask(self.store, machine, output)
        let licenses = try (roots ?? trusted).map { ($0, try local.phoneLicenses(of: $0)) }
            .filter { !$0.1.isEmpty }
        guard !licenses.isEmpty else { return tellNothing() }
        guard center.center == nil || licenses.count == 1 else {
            throw CommandFailure(
                "there are licenses by phone of several publishers: name the one whose center it is by --publisher"
            )
        }
        var exchanges = Exchanges()
        for (root, licenses) in licenses {
            await exchanges.run(licenses, of: root, center, local)
        }
        try await exchanges.tell(local)
    }

    private func tellNothing() {
        guard !output.json else { return Console.print(JSONObject(["all": .array([])])) }
        Console.print("No license here was given by phone.")
    }
}

/// What came of exchanges; one that fails keeps no other from it.
private struct Exchanges {
    private var given: [SiteTask.Given] = []
    private var refused: [(license: SignedLicense, problem: CenterProblem)] = []
    private var failures: [(license: SignedLicense, text: String)] = []

    mutating func run(
        _ licenses: [SignedLicense], of root: String, _ options: CenterOptions, _ local: SiteTask
    ) async {
        for license in licenses {
            do {
                let task = try CenterTask(options, local, of: root)
                switch try await task.exchange(license) {
                case .success(let one): given.append(one)
                case .failure(let problem): refused.append((license, problem))
                }
            } catch {
                let text = (error as? any ExplainedError)?.text
                failures.append((license, text ?? "it could not be exchanged"))
            }
        }
    }

    func tell(_ local: SiteTask) async throws {
        // One that has ended is put away, and is worth a word only where nothing has come in its place.
        if given.isEmpty, failures.isEmpty, refused.count == 1, let only = refused.first {
            throw local.told(only.problem)
        }
        let refused = try refused.filter { one in
            try local.phoneLicenses(of: one.license.root).contains { $0.id == one.license.id }
        }
        let more = JSONObject([
            "refused": refused.isEmpty
                ? nil : .array(refused.map { .object($0.problem.json.of($0.license)) }),
            "failed": failures.isEmpty
                ? nil
                : .array(
                    failures.map {
                        .object(JSONObject(["error": .string($0.text)]).of($0.license))
                    }),
        ])
        if !given.isEmpty || local.output.json {
            try await local.tell(given, adding: more)
        }
        if !local.output.json {
            for one in refused { _ = local.told(one.problem) }
            for one in failures { Console.note("error: \(one.license.id): \(one.text)") }
        }
        guard failures.isEmpty else { throw ExitCode.failure }
        guard refused.isEmpty else { throw ExitCode.refused }
    }
}

extension JSONObject {
    fileprivate func of(_ license: SignedLicense) -> JSONObject {
        adding(JSONObject(["license": .string(license.id.description)]))
    }
}
