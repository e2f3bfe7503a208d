import ArgumentParser
import CommandLineFront
import KeyboundLicensing
import LicenseBinding
import LicenseStore
import VerdictText

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a program only as long as its license holds.",
        discussion: """
            For programs that cannot ask themselves. Signals go to the program, and its exit code comes back: 128 \
            and the signal's number if a signal ended it. Without a license it is not started, and the exit code is 3; \
            so it is when it was stopped because the license no longer held.

              keybound run --product com.example.app -- /opt/example/app --its-own-flags
            """)

    enum Loss: String, ExpressibleByArgument, CaseIterable {
        case stop, warn
    }

    @Option(help: ArgumentHelp("The product's ID, as the license has it.", valueName: "id"))
    var product: String

    @Option(help: ArgumentHelp("A feature that the license must name.", valueName: "name"))
    var feature: String?

    @Option(help: "What to do when the license no longer holds: stop the program, or only warn.")
    var onLoss = Loss.stop

    @Flag(help: "Wait for a seat of the network, where all are taken.")
    var wait = false

    @Option(help: ArgumentHelp("The daemon's socket.", valueName: "path"))
    var socket: String?

    @OptionGroup var store: StoreOptions

    @Flag(help: "Tell verdicts as JSON, one a line, on standard error.")
    var json = false

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("The program and its arguments, after --.", valueName: "program"))
    var program: [String] = []

    func validate() throws {
        guard !program.isEmpty else { throw ValidationError("expected -- and a program") }
    }

    func run() async throws {
        let session = try await session()
        // In this order: what changes between the two is told.
        let changes = session.changes
        let first = session.verdict
        tell(first)
        if !first.isAccepted {
            guard wait, first.refusal?.code == SeatTrouble.Kind.full.rawValue else {
                throw ExitCode.refused
            }
            try await waitForSeat(changes)
        }
        let guarded = try GuardedProgram(program)
        let watch = Task {
            for await verdict in changes {
                tell(verdict)
                if !verdict.isAccepted, onLoss == .stop { await guarded.stop() }
            }
        }
        let end = await guarded.end()
        watch.cancel()
        session.close()
        if guarded.wasStopped { throw ExitCode.refused }
        if end != 0 { throw ExitCode(end) }
    }

    private func session() async throws -> LicenseSession {
        let own = try store.store()
        let publishers = own.publishers().roots
        guard !publishers.isEmpty else {
            throw CommandFailure(
                "no publisher is trusted here: keybound publisher add FILE, then keybound license install FILE"
            )
        }
        var settings = LicensingSettings()
        settings.stateDirectory = store.stateDir
        settings.socket = socket
        settings.waitsForSeat = wait
        settings.environment = CommandContext.current.environment
        settings.ports = SitePorts.current
        settings.clock = CommandContext.current.clock
        do {
            return try await LicenseSession(
                product: product, feature: feature, publisher: Publisher(trusting: publishers),
                settings: settings)
        } catch .invalidName {
            throw ValidationError("a product or feature has 1 to 1024 printable characters")
        } catch .invalidSocket {
            throw ValidationError("expected an absolute path of at most 107 bytes for the socket")
        } catch .invalidPublisher {
            preconditionFailure("those of the store were read")
        }
    }

    /// Until there is a seat, or a reason that waiting does not mend.
    private func waitForSeat(_ changes: AsyncStream<LicenseVerdict>) async throws {
        for await verdict in changes {
            tell(verdict)
            if verdict.isAccepted { return }
            guard verdict.refusal?.code == SeatTrouble.Kind.full.rawValue else { break }
        }
        throw ExitCode.refused
    }

    private func tell(_ verdict: LicenseVerdict) {
        if json { return Console.note(verdict.json) }
        // A license that holds needs no word.
        if !verdict.isAccepted || !verdict.warnings.isEmpty {
            Console.note("keybound: " + verdict.text)
        }
    }
}
