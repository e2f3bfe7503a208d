import ArgumentParser
import CommandLineFront
import FileSystem

/// Where the publisher's keys are.
struct HomeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of the publisher's keys.", discussion: "Default: KEYBOUND_CENTER_HOME.",
            valueName: "dir"))
    var home: String?

    func publisherHome() throws -> PublisherHome {
        let named = home ?? CommandContext.current.environment["KEYBOUND_CENTER_HOME"]
        guard let named, !named.isEmpty else {
            throw CommandFailure(
                "no folder for the publisher's keys: use --home, or set KEYBOUND_CENTER_HOME")
        }
        return PublisherHome(folder: Folder(named))
    }
}
