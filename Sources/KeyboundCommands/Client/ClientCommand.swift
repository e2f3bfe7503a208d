import AgentProtocol
import ArgumentParser
import CommandLineFront
import Foundation
import LicenseBinding
import SeatProtocol
import VerdictText

struct ClientCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Computers that take seats over the network.",
        subcommands: [
            ClientCode.self, ClientEnroll.self, ClientLeave.self, ClientList.self,
            ClientRemove.self,
        ])
}

struct ClientCode: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code",
        abstract: "On the server: make a short code that lets one computer in.")

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await daemon.asking("POST", SeatPath.clients + "/codes", told: output)
        guard !output.json else { return Console.print(answer) }
        let claims = Claims(answer)
        let code = try claims.text("code")
        Console.print(code)
        Console.note(
            "Good once, for \(try claims.number("seconds") / 60) minutes. On the other computer: keybound client enroll "
                + "https://THIS-SERVER:PORT")
    }
}

struct ClientEnroll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "On a computer that wants seats: let it in at a server, by a code.",
        discussion: """
            As root. The code is read from standard input. The daemon keeps the token that it gets for it, and asks the \
            server from now on.
            """)

    @Argument(help: ArgumentHelp("The server: https://HOST:PORT.", valueName: "url"))
    var server: String

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        Console.note("The code, as keybound client code shows it on the server:")
        let code = readLine() ?? ""
        let answer = try await daemon.asking(
            "POST", AgentPath.seatServers,
            JSONObject(["url": .string(server), "code": .string(code)]), told: output)
        guard !output.json else { return Console.print(answer) }
        Console.print(
            "This computer takes seats of \(server). What it has: keybound seats list".printable)
    }
}

struct ClientLeave: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave", abstract: "On a computer that was let in: ask a server no more.")

    @Argument(help: ArgumentHelp("The server: https://HOST:PORT.", valueName: "url"))
    var server: String

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await daemon.asking(
            "DELETE", AgentPath.seatServers, JSONObject(["url": .string(server)]), told: output)
        guard !output.json else { return Console.print(answer) }
        Console.print("\(server) is asked no more.".printable)
    }
}

struct ClientList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "On the server: the computers that were let in.")

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await daemon.asking("GET", SeatPath.clients, told: output)
        guard !output.json else { return Console.print(answer) }
        let clients = try Claims(answer).list("clients") ?? []
        guard !clients.isEmpty else {
            return Console.print("No computer was let in yet: keybound client code")
        }
        let rows = try clients.map { client in
            let since = Date(timeIntervalSince1970: TimeInterval(try client.number("since")))
            return [try client.text("name"), Timestamp.text(since)].map(\.printable)
        }
        Console.table([["COMPUTER", "SINCE"]] + rows)
    }
}

struct ClientRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "On the server: let a computer in no more.")

    @Argument(
        help: ArgumentHelp("The computer, as keybound client list shows it.", valueName: "name"))
    var name: String

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        _ = try await daemon.asking(
            "DELETE", "\(SeatPath.clients)/\(PercentEncoding.encode(name))", told: output)
        guard !output.json else {
            return Console.print(JSONObject(["removed": .string(name)]))
        }
        Console.print("\(name) is let in no more. Seats that it has end by themselves.".printable)
    }
}
