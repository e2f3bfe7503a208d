import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import VerdictText

struct LicenseExchange: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchange",
        abstract: "Exchange licenses that were given by phone for ordinary ones.",
        discussion: """
            It also happens by itself when the center gives this computer another license. A computer that stays without \
            network exchanges its license as a file: keybound license request --operation exchange
            """)

    @OptionGroup var center: CenterOptions

    @Option(
        help: ArgumentHelp(
            "Whose licenses, if several publishers are trusted.", valueName: "name"))
    var publisher: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let local = try SiteTask(store, machine, output)
        let root = try ChosenPublisher(named: publisher, in: local.site.store).root.key.thumbprint
        let licenses = try local.phoneLicenses(of: root)
        guard !licenses.isEmpty else {
            guard !output.json else { return Console.print(JSONObject(["all": .array([])])) }
            return Console.print("No license here was given by phone.")
        }
        let task = try CenterTask(center, local)
        var (given, refused): ([SiteTask.Given], [(LicenseID, CenterProblem)]) = ([], [])
        for license in licenses {
            switch try await task.exchange(license) {
            case .success(let one): given.append(one)
            case .failure(let problem): refused.append((license.id, problem))
            }
        }
        try await tell(given, refused, local)
    }

    private func tell(
        _ given: [SiteTask.Given], _ refused: [(license: LicenseID, problem: CenterProblem)],
        _ local: SiteTask
    ) async throws {
        guard let first = refused.first else { return try await local.tell(given) }
        guard !given.isEmpty else {
            for one in refused.dropFirst() where !output.json { _ = local.told(one.problem) }
            throw local.told(first.problem)
        }
        let problems = refused.map { one in
            JSONValue.object(
                one.problem.json.adding(
                    JSONObject(["license": .string(one.license.description)])))
        }
        try await local.tell(given, adding: JSONObject(["refused": .array(problems)]))
        guard !output.json else { throw ExitCode.refused }
        for one in refused { _ = local.told(one.problem) }
        throw ExitCode.refused
    }
}
