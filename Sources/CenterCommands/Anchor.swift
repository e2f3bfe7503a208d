import ArgumentParser
import CommandLineFront
import FileSystem
import HardwareKeys
import LicenseBinding
import VerdictText

/// What `--bind` names: `key:ID`, `machine:FILE`, `key-or-machine:ID,FILE` or
/// `key-and-machine:ID,FILE`.
struct Anchor: ExpressibleByArgument {
    let mode: Binding.Mode
    let key: String?
    let machineFile: String?

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let mode = Binding.Mode(rawValue: parts[0]) else { return nil }
        self.mode = mode
        switch mode {
        case .key: (key, machineFile) = (parts[1], nil)
        case .machine: (key, machineFile) = (nil, parts[1])
        case .keyOrMachine, .keyAndMachine:
            let both = parts[1].split(separator: ",", maxSplits: 1).map(String.init)
            guard both.count == 2 else { return nil }
            (key, machineFile) = (both[0], both[1])
        }
    }

    /// The computer of the snapshot file.
    func machine() throws -> MachineParameters? {
        guard let machineFile else { return nil }
        let file = try NamedFile.read(machineFile, atMost: MachineSnapshot.limit)
        let machine: MachineParameters
        do throws(Defect) {
            machine = try MachineSnapshot(parsing: file).machine
        } catch {
            throw CommandFailure("\(machineFile) is no machine snapshot: \(error.text)")
        }
        guard machine.tellsComputersApart else {
            throw CommandFailure(
                "\(machineFile) names too few parts of a computer: such a license would fit others too"
            )
        }
        return machine
    }
}
