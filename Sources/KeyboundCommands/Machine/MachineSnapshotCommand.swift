import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding
import MachineIdentity

struct MachineSnapshotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Write this computer's parameters to a file for the publisher.")

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("The new file.", valueName: "file"))
    var file: String

    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let parameters = MachineReader(sysroot: machine.folder).parameters()
        guard parameters.tellsComputersApart else {
            throw CommandFailure(
                "too few parts of this computer can be read below \(machine.sysroot) to tell it from others"
            )
        }
        let snapshot = MachineSnapshot(of: parameters, taken: CommandContext.current.clock().time)
        try NamedFile.add(file, with: snapshot.json.file, mode: 0o600)
        guard !output.json else { return Console.print(JSONObject(["file": .string(file)])) }
        Console.print("Written: \(file). Send it to the publisher, who can bind a license to it.")
    }
}
