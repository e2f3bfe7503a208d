import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseStore

/// Which store a command works on.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of the license store.",
            discussion: "Default: KEYBOUND_STATE_DIR, else /var/lib/keybound for root and "
                + "the XDG state directory for others.",
            valueName: "dir"))
    var stateDir: String?

    func store() throws -> LicenseStore {
        let context = CommandContext.current
        let named = stateDir ?? context.environment["KEYBOUND_STATE_DIR"]
        let store = StoreLocation.store(
            named: named.flatMap { $0.isEmpty ? nil : $0 }, environment: context.environment,
            isRoot: context.isRoot)
        guard let store else {
            throw CommandFailure("no place for the license store: set HOME, or use --state-dir")
        }
        return store
    }
}

/// Which computer a command reads.
struct MachineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read the machine parameters of a recorded computer below this folder.",
            valueName: "dir"))
    var sysroot = "/"

    var folder: Folder { Folder(sysroot) }

    func validate() throws {
        guard folder.has(".") else { throw ValidationError("there is no folder \(sysroot)") }
    }
}
