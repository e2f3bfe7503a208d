import ArgumentParser
import CenterCommands
import CommandLineFront
package import FileSystem
package import Foundation
import KeyboundCommands
package import HardwareKeys
import LicenseBinding
import Synchronization

/// A site and a publisher in a temporary folder of their own, with a clock that the test sets;
/// their command lines run in this process.
package final class CommandSite: Sendable {
    package let folder: String
    private let clock: Mutex<Moment>

    /// A file of this name has the site's settings for HASP and Sentinel keys.
    package static let sentinels = "sentinel.json"

    /// 2027-01-31T12:00:00Z
    package static let start = Date(timeIntervalSince1970: 1_801_396_800)

    package init() throws {
        folder = NSTemporaryDirectory() + "keybound-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        clock = Mutex(
            Moment(time: Self.start, uptime: .init(boot: "boot-1", elapsed: .seconds(60))))
    }

    deinit {
        // What stays behind is a folder among other temporary ones.
        try? FileManager.default.removeItem(atPath: folder)
    }

    package func path(_ name: String) -> String {
        folder + "/" + name
    }

    package func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
    }

    package var now: Date { clock.withLock { $0.time } }

    /// Lets time pass, on all clocks.
    package func wait(_ duration: Duration) {
        clock.withLock { moment in
            let uptime = ClockFloor.Uptime(
                boot: moment.uptime.boot, elapsed: moment.uptime.elapsed + duration)
            moment = Moment(
                time: moment.time + TimeInterval(duration.components.seconds), uptime: uptime)
        }
    }

    /// Sets the wall clock, as a person does.
    package func setClock(_ time: Date) {
        clock.withLock { $0 = Moment(time: time, uptime: $0.uptime) }
    }

    /// - Parameters:
    ///   - catalog: the administrator's own catalog.
    ///   - system: the root folder of the computer that is looked into.
    ///   - ports: where the keys are plugged in.
    ///   - pin: what the person at the terminal types when asked for a PIN.
    package func keybound(
        _ arguments: String..., catalog: String? = nil, system: Folder = Folder("/"),
        ports: any KeyPorts = ComputerPorts(), pin: String? = nil
    ) async -> CommandResult {
        await keybound(arguments, catalog: catalog, system: system, ports: ports, pin: pin)
    }

    package func keybound(
        _ arguments: [String], catalog: String? = nil, system: Folder = Folder("/"),
        ports: any KeyPorts = ComputerPorts(), pin: String? = nil
    ) async -> CommandResult {
        await SitePorts.$current.withValue(ports) {
            await run(KeyboundCommand.self, arguments, catalog, system, pin: pin)
        }
    }

    package func center(_ arguments: String...) async -> CommandResult {
        await center(arguments)
    }

    package func center(_ arguments: [String]) async -> CommandResult {
        await run(CenterCommand.self, arguments)
    }

    private func run<Root: ParsableCommand>(
        _ root: Root.Type, _ arguments: [String], _ catalog: String? = nil,
        _ system: Folder = Folder("/"), pin: String? = nil
    ) async -> CommandResult {
        let output = CommandTranscript()
        let diagnostics = CommandTranscript()
        var context = CommandContext()
        context.environment = [
            "KEYBOUND_STATE_DIR": path("state"), "KEYBOUND_CENTER_HOME": path("home"),
        ]
        context.environment["KEYBOUND_CATALOG"] = catalog
        if FileManager.default.fileExists(atPath: path(Self.sentinels)) {
            context.environment["KEYBOUND_SENTINEL"] = path(Self.sentinels)
        }
        context.system = system
        context.showsColor = false
        context.secret = { _ in pin }
        context.write = { output.write($0) }
        context.writeDiagnostics = { diagnostics.write($0) }
        let moment = clock.withLock { $0 }
        context.clock = { moment }
        let code = await CommandContext.$current.withValue(context) {
            await CommandRunner.run(root, arguments)
        }
        return CommandResult(
            code: code, output: output.written, diagnostics: diagnostics.written)
    }
}
