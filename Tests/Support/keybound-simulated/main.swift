import CommandLineFront
import FileSystem
import Foundation
import KeyboundCommands
import LicenseBinding
import SimulatedKeys
import USBBus

// The command `keybound` with simulated keys in the place of the computer's own: those in the folder that
// KEYBOUND_SIMULATED_KEYS names, one in a file. An empty file is a new FIDO2 key, and one with the name `hasp-1` is a HASP
// key in port 1, whose ID a run-time tells. A key whose file is taken away is pulled, and one whose file comes is plugged in.
let folder = Folder(
    ProcessInfo.processInfo.environment["KEYBOUND_SIMULATED_KEYS"] ?? "/nonexistent")
let ports = SimulatedPorts()
var known: [String: SimulatedKey] = [:]
var plugged: Set<String> = []

func hasp(_ name: String) -> USBDevice? {
    guard name.hasPrefix("hasp-"), let port = UInt8(name.dropFirst(5)) else { return nil }
    return .licenseKey(0x0529, 0x0001, serial: nil, in: port)
}

@MainActor
func follow() throws {
    let names = Set((try? folder.entries()) ?? [])
    for name in names.subtracting(plugged) {
        if let device = hasp(name) {
            ports.plug(device)
            continue
        }
        let file = try folder.read(name, atMost: 1 << 20)
        let key = try known[name] ?? (file.isEmpty ? SimulatedKey() : SimulatedKey(parsing: file))
        known[name] = key
        ports.plug(key)
    }
    for name in plugged.subtracting(names) {
        hasp(name).map(ports.unplug)
        known[name].map(ports.unplug)
    }
    plugged = names
}

try follow()
let following = Task {
    while true {
        try await Task.sleep(for: .milliseconds(20))
        try follow()
    }
}
let code = await SitePorts.$current.withValue(ports) {
    await CommandRunner.run(KeyboundCommand.self, Array(CommandLine.arguments.dropFirst()))
}
following.cancel()
for name in plugged {
    if let key = known[name] { try folder.replace(name, with: key.json.file) }
}
exit(code)
