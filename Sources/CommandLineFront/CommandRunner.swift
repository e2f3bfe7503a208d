package import ArgumentParser
import LicenseBinding

/// Runs a command line and gives its exit code: 0 accepted or done, 3 refused, 1 could not find
/// out, 64 usage.
package enum CommandRunner {
    @concurrent
    package static func run<Root: ParsableCommand>(
        _ root: Root.Type, _ arguments: [String]
    ) async -> Int32 {
        do {
            var command = try root.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            return report(error, root, json: arguments.contains("--json"))
        }
    }

    private static func report<Root: ParsableCommand>(
        _ error: any Error, _ root: Root.Type, json: Bool
    ) -> Int32 {
        if let code = error as? ExitCode { return code.rawValue }
        guard let error = error as? any ExplainedError else {
            let code = root.exitCode(for: error)
            let message = root.fullMessage(for: error)
            if !message.isEmpty {
                code == .success ? Console.print(message) : Console.note(message)
            }
            return code.rawValue
        }
        if json { Console.print(JSONObject(["error": .string(error.text)])) }
        Console.note(Tone.bad("error:") + " " + error.text.printable)
        return ExitCode.failure.rawValue
    }
}

extension ExitCode {
    /// A license was refused.
    package static let refused = ExitCode(3)
}
