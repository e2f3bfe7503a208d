import ArgumentParser
import CommandLineFront
import LicenseBinding
import MachineIdentity
import VerdictText

struct MachineShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the parameters of this computer.")

    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() {
        let parameters = MachineReader(sysroot: machine.folder).parameters()
        guard !output.json else { return Console.print(parameters.json) }
        let rows = MachinePart.allCases.flatMap { part in
            (parameters.values[part] ?? ["-"]).map { [part.text, $0.printable] }
        }
        Console.table(rows + [["memory", parameters.memory.gibibytes]])
    }
}
