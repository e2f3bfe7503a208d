import ArgumentParser
import CommandLineFront
import LicenseBinding
import VerdictText

struct SeatsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the seats of all servers that this computer asks, and how many are taken.")

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let all = try await SeatServers(daemon, output)
        guard !output.json else { return Console.print(all.json) }
        all.tellProblems()
        let rows = try all.servers.flatMap { server in
            try server.pools.map { pool in
                [
                    server.name, try pool.text("product"), try pool.string("feature") ?? "-",
                    String(try pool.number("used")), String(try pool.number("seats")),
                    try pool.text("per"), String(try pool.number("waiting")),
                    try pool.string("obstacle") ?? "",
                ].map(\.printable)
            }
        }
        guard !rows.isEmpty else { return }
        Console.table(
            [["SERVER", "PRODUCT", "FEATURE", "TAKEN", "SEATS", "PER", "WAITING", ""]] + rows)
    }
}

extension Claims {
    /// A count that must be there.
    func number(_ name: String) throws(Defect) -> Int64 {
        try required(name, integer(name, in: 0...Int64.max))
    }
}
