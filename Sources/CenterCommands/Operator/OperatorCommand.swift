import ArgumentParser
import CommandLineFront
import LicenseBinding
import LicensingCenter
import VerdictText

struct OperatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operator",
        abstract: "Who works with the center over its API, each by a token of his own.",
        subcommands: [OperatorAdd.self, OperatorList.self, OperatorRemove.self],
        defaultSubcommand: OperatorList.self)
}

struct OperatorAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Let somebody in. His token is shown once.")

    @Argument(help: "The name.")
    var name: String

    @Option(help: "What he may do: read requests, operate (decide them), admin (let others in).")
    var role = Operator.Role.operate

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard Operator.isName(name) else {
            throw ValidationError("a name has \(Operator.nameForm)")
        }
    }

    func run() async throws {
        let token = try await home.publisherHome().center().center.add(
            operator: name, role, by: RequestCommand.actor)
        guard !output.json else {
            return Console.print(
                JSONObject(["name": .string(name), "token": .string(token)]))
        }
        Console.print("The token of \(name), which nobody can show again:")
        Console.print(token)
    }
}

struct OperatorList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the operators and their roles.")

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let operators = try await home.publisherHome().center().center.operators()
        guard !output.json else {
            return Console.print(
                JSONObject(["operators": .array(operators.map { .object($0.json) })]))
        }
        guard !operators.isEmpty else {
            return Console.print("no operators yet: keybound-center operator add NAME")
        }
        Console.table(
            [["NAME", "ROLE", "SINCE"]]
                + operators.map { [$0.name, $0.role.rawValue, Timestamp.text($0.created)] })
    }
}

struct OperatorRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Let somebody in no more: his token is good for nothing.")

    @Argument(help: "The name.")
    var name: String

    @OptionGroup var home: HomeOptions

    func run() async throws {
        try await home.publisherHome().center().center.remove(
            operator: name, by: RequestCommand.actor)
        Console.print("\(name.printable) is let in no more")
    }
}

extension Operator.Role: ExpressibleByArgument {}
