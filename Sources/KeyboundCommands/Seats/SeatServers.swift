import AgentProtocol
import CommandLineFront
import LicenseBinding
import SeatProtocol

/// What all seat servers show that the daemon of this computer asks, its own among them.
struct SeatServers {
    struct Server {
        let name: String
        let pools: [Claims]
        let leases: [Claims]
        /// Why it shows nothing.
        let problem: String?
    }

    let servers: [Server]
    /// The seats of programs of this computer.
    let held: [Claims]

    init(_ daemon: DaemonOptions, _ output: OutputOptions) async throws {
        let own = Claims(try await daemon.asking("GET", SeatPath.pools, told: output))
        let leases = Claims(try await daemon.asking("GET", SeatPath.leases, told: output))
        let site = Claims(try await daemon.asking("GET", AgentPath.seats, told: output))
        let here = Server(
            name: "this computer", pools: try own.list("pools") ?? [],
            leases: try leases.list("leases") ?? [], problem: nil)
        held = try site.list("held") ?? []
        let others = try (site.list("servers") ?? []).map { server in
            Server(
                name: try server.text("server"), pools: try server.list("pools") ?? [],
                leases: try server.list("leases") ?? [],
                problem: try server.claims("problem")?.string("detail"))
        }
        servers = (here.pools.isEmpty ? [] : [here]) + others
    }

    func tellProblems() {
        for server in servers { server.problem.map { Console.note($0) } }
        if servers.isEmpty {
            Console.print(
                "No seats: this computer has no license with seats, and asks no server. To ask one: keybound client "
                    + "enroll URL, or the setting servers")
        }
    }

    var json: JSONObject {
        JSONObject([
            "held": .array(held.map { .object($0.object) }),
            "servers": .array(
                servers.map { server in
                    .object(
                        JSONObject([
                            "server": .string(server.name),
                            "pools": .array(server.pools.map { .object($0.object) }),
                            "leases": .array(server.leases.map { .object($0.object) }),
                            "problem": server.problem.map { .string($0) },
                        ]))
                }),
        ])
    }
}
