import CommandRuns
import Foundation
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import SimulatedRuntime

/// A site whose run-time is a simulated one, on a simulated bus.
struct SentinelSite {
    let bus: SimulatedBus
    let commands: CommandSite
    let runtime: SimulatedRuntime

    /// The folder of the built programs and libraries.
    static let programs = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    static let stub = programs.appending(path: "libhasp-stub.so").path
    static let partStub = programs.appending(path: "libhasp-part-stub.so").path

    /// - Parameter manner: how its run-time behaves at first.
    static func with<Result>(
        _ manner: RuntimeManner, _ body: (SentinelSite) async throws -> Result
    ) async throws -> Result {
        try await SimulatedBus.exclusively { bus in
            let runtime = try SimulatedRuntime(manner)
            defer { runtime.stop() }
            let site = SentinelSite(bus: bus, commands: try await .trusting(), runtime: runtime)
            try site.set(#""runtime": {"port": \#(runtime.port)}"#)
            return try await body(site)
        }
    }

    /// The administrator's settings.
    func set(_ members: String) throws {
        try commands.write(
            #"{"format": "keybound sentinel 1", \#(members)}"#, to: CommandSite.sentinels)
    }

    /// Names the stub of a publisher's library too, as a copy that nobody else can change.
    /// - Parameter code: what the stub finds, and how it fails.
    func useLibrary(_ code: String, at path: String = stub) throws {
        let files = FileManager.default
        let (library, codeFile) = (commands.path("library.so"), commands.path("vendor-code"))
        if files.fileExists(atPath: path) { try files.copyItem(atPath: path, toPath: library) }
        try commands.write(code, to: "vendor-code")
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: codeFile)
        try set(
            #""runtime": {"port": \#(runtime.port)}, "#
                + #""library": {"path": "\#(library)", "vendorCodeFile": "\#(codeFile)"}"#)
    }

    /// What `keys list` shows: IDs, places and states.
    func list() async -> [String] {
        let keys = await commands.keybound("keys", "list", "--json").json?["keys"]?.elements ?? []
        return keys.map { key in
            let places = key["ports"]?.elements.compactMap(\.text).joined(separator: " or ")
            return [
                key["id"]?.text ?? "?",
                places.flatMap { $0.isEmpty ? nil : $0 } ?? key["port"]?.text,
                key["state"]?.text,
            ].compactMap(\.self).joined(separator: " ")
        }.sorted()
    }

    func reason() async -> String {
        await commands.keybound("keys", "list", "--json").json?["keys"]?[0]?["reason"]?.text ?? ""
    }

    /// The codes of the verdict on all licenses.
    func verdict() async -> [String] {
        let result = await commands.keybound("license", "verify", "--json")
        return result.json?["licenses"]?.elements.flatMap { license in
            license["verdict"] == "accepted"
                ? ["accepted"]
                : license["refusals"]?.elements.compactMap { $0["code"]?.text } ?? []
        } ?? []
    }
}
