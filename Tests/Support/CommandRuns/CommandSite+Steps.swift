package import FoundationEssentials
package import HardwareKeys
import LicenseBinding

/// The steps that most stories begin with.
extension CommandSite {
    /// A site that trusts a publisher.
    package static func trusting(at time: Date = start) async throws -> CommandSite {
        let site = try CommandSite()
        site.setClock(time)
        try site.succeed(await site.center("init", "--publisher", "Example Publisher"))
        try site.succeed(await site.keybound("publisher", "add", site.path("home/publisher.jwk")))
        return site
    }

    /// Issues a license into a file of this name.
    package func issue(_ name: String, bind: String, _ options: [String] = []) async throws {
        let arguments =
            ["issue", "--product", "planner", "--licensee", "Example Institute", "--bind", bind]
            + options + ["-o", path(name)]
        try succeed(await center(arguments))
    }

    /// Issues and installs a license.
    /// - Returns: its ID.
    @discardableResult
    package func install(bind: String, _ options: [String] = []) async throws -> String {
        let name = "\(UInt64.random(in: 0 ... .max)).lic"
        try await issue(name, bind: bind, options)
        return try await install(name)
    }

    /// Installs the license of a file.
    /// - Returns: its ID.
    @discardableResult
    package func install(
        _ name: String, ports: any KeyPorts = ComputerPorts()
    ) async throws -> String {
        let result = try succeed(
            await keybound("license", "install", path(name), "--json", ports: ports))
        guard let id = result.json?["license"]?["id"]?.text else { throw Failure(result: result) }
        return id
    }

    /// A command that was to be done and was not.
    package struct Failure: Error {
        package let result: CommandResult
    }

    @discardableResult
    private func succeed(_ result: CommandResult) throws -> CommandResult {
        guard result.code == 0 else { throw Failure(result: result) }
        return result
    }
}
