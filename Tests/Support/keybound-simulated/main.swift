import CommandLineFront
import Foundation
import FileSystem
import KeyboundCommands
import LicenseBinding
import SimulatedKeys

// The command `keybound` with simulated FIDO2 keys in the place of the computer's own: those in the
// folder that KEYBOUND_SIMULATED_KEYS names, one in a file, which is made for an empty one.
let folder = Folder(
    ProcessInfo.processInfo.environment["KEYBOUND_SIMULATED_KEYS"] ?? "/nonexistent")
let keys = try folder.entries().map { name in
    let file = try folder.read(name, atMost: 1 << 20)
    return (name, file.isEmpty ? SimulatedKey() : try SimulatedKey(parsing: file))
}
let ports = SimulatedPorts()
for (_, key) in keys { ports.plug(key) }
let code = await SitePorts.$current.withValue(ports) {
    await CommandRunner.run(KeyboundCommand.self, Array(CommandLine.arguments.dropFirst()))
}
for (name, key) in keys { try folder.replace(name, with: key.json.file) }
exit(code)
