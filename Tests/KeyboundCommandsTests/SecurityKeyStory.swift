import CommandRuns
import LicenseBinding
import SimulatedKeys
import Testing

/// A site that trusts a publisher, with these keys plugged in.
struct SecurityKeyStory {
    let site: CommandSite
    let ports: SimulatedPorts

    init(_ ports: SimulatedPorts) async throws {
        site = try await .trusting()
        self.ports = ports
    }

    func enroll(
        _ key: SimulatedKey, as name: String, _ options: [String] = []
    ) async -> CommandResult {
        await enroll(in: SimulatedPorts(key), as: name, options)
    }

    func enroll(
        in ports: SimulatedPorts, as name: String, _ options: [String] = [],
        pin: String? = nil
    ) async -> CommandResult {
        await site.keybound(
            ["keys", "enroll", "-o", site.path(name)] + options, ports: ports, pin: pin)
    }

    /// Enrolls a key, and installs a license that is bound to it.
    func bind(_ key: SimulatedKey, _ options: [String] = []) async throws -> String {
        let result = await enroll(key, as: "key.json")
        try #require(result.code == 0, "\(result.output) \(result.diagnostics)")
        return try await install("key:" + site.path("key.json"), options)
    }

    func install(_ binding: String, _ options: [String] = []) async throws -> String {
        try await site.issue("bound.lic", bind: binding, options)
        return try await site.install("bound.lic", ports: ports)
    }

    func verify(_ ports: SimulatedPorts? = nil) async -> CommandResult {
        await site.keybound("license", "verify", "--json", ports: ports ?? self.ports)
    }
}

extension CommandResult {
    /// The codes of all refusals.
    var codes: [String] {
        (json?["licenses"]?.elements ?? []).flatMap { license in
            (license["refusals"]?.elements ?? []).compactMap { $0["code"]?.text }
        }
    }
}
