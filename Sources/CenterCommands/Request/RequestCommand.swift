import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import LicensingCenter
import VerdictText

struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "What sites ask for and a person decides: additional PINs, help, transfers.",
        subcommands: [
            RequestList.self, RequestShow.self, RequestApprove.self, RequestRefuse.self,
        ],
        defaultSubcommand: RequestList.self)

    /// Who decides here, as the audit log calls him: whoever may read the center's files.
    static let actor = "this computer"
}

struct RequestList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the requests that wait for a decision.")

    @Flag(help: "Those that were decided too.")
    var all = false

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let tickets = try await home.publisherHome().center().center.tickets(all ? nil : .open)
        guard !output.json else {
            return Console.print(
                JSONObject(["requests": .array(tickets.map { .object($0.json) })]))
        }
        guard !tickets.isEmpty else { return Console.print("nothing waits for a decision") }
        Console.table(
            [["NUMBER", "KIND", "REGISTRATION", "COMPUTER", "STATE", "REASON"]]
                + tickets.map { ticket in
                    [
                        "\(ticket.number)", ticket.kind.rawValue, ticket.registration.description,
                        ticket.computer.printable, ticket.state.rawValue, ticket.reason.printable,
                    ]
                })
    }
}

struct RequestShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a request, and whom its kit was sold to.")

    @Argument(help: "Its number.")
    var number: Int64

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let center = try await home.publisherHome().center().center
        let ticket = try await center.ticket(number)
        let licensee = try await center.licensee(of: ticket.registration)
        let json = ticket.json.adding(
            JSONObject(["licensee": licensee.map { .object($0.json) }]))
        guard !output.json else { return Console.print(json) }
        for member in json.members {
            if case .string(let text) = member.value {
                Console.print("\(member.name): \(text.printable)")
            } else {
                Console.print("\(member.name): \(member.value.compact.printable)")
            }
        }
        if ticket.state == .open {
            Console.print("keybound-center request approve \(number), or refuse")
        }
    }
}

struct RequestApprove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Give what a request asks for; the site hears of it at its next contact.")

    @Argument(help: "Its number.")
    var number: Int64

    @Option(help: "Which workplace the PIN is for, where the request names none.")
    var workplace: Int?

    @Option(help: "What the site is told.")
    var comment: String?

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let ticket = try await home.publisherHome().center().center.approve(
            number, workplace: workplace, comment: comment, by: RequestCommand.actor)
        guard !output.json else { return Console.print(ticket.json) }
        Console.print("\(number) is approved; the site hears of it at its next contact")
    }
}

struct RequestRefuse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refuse", abstract: "Refuse what a request asks for.")

    @Argument(help: "Its number.")
    var number: Int64

    @Option(help: "Why: the site is told.")
    var comment: String

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let ticket = try await home.publisherHome().center().center.refuse(
            number, comment: comment, by: RequestCommand.actor)
        guard !output.json else { return Console.print(ticket.json) }
        Console.print("\(number) is refused; the site hears of it at its next contact")
    }
}
