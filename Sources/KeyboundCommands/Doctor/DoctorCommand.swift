import ArgumentParser
import CommandLineFront

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Tell what is wrong with license keys, access and licenses, and what mends it.",
        discussion: "Nothing is changed. Exit codes: 0 all well, 3 something to mend, 1 could not "
            + "find out, 64 usage.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let diagnosis = Diagnosis(of: .gather(try store.store()))
        if output.json { Console.print(diagnosis.json) } else { diagnosis.print() }
        guard diagnosis.isHealthy else { throw ExitCode.toMend }
    }
}

extension ExitCode {
    /// Something has to be mended; scripts see the code of a refusal.
    fileprivate static let toMend = refused
}
