import ArgumentParser
import CommandLineFront
import Foundation
import LicenseBinding
import VerdictText

struct SeatsWho: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "who", abstract: "Tell who has seats, on which computer, and since when.")

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let all = try await SeatServers(daemon, output)
        guard !output.json else { return Console.print(all.json) }
        all.tellProblems()
        let rows = try all.servers.flatMap { server in
            try server.leases.map { lease in
                let since = Date(timeIntervalSince1970: TimeInterval(try lease.number("since")))
                return [
                    server.name, try lease.text("user"), try lease.text("host"),
                    Timestamp.text(since), try lease.string("feature") ?? "-",
                    try lease.bool("borrowed") == true ? "borrowed" : "", try lease.text("lease"),
                ].map(\.printable)
            }
        }
        guard !rows.isEmpty else { return Console.print("Nobody has a seat.") }
        Console.table([["SERVER", "USER", "HOST", "SINCE", "FEATURE", "", "LEASE"]] + rows)
    }
}
