package import ArgumentParser
import LicenseBinding
import VerdictText

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
            return report(root.fullMessage(for: error), root.exitCode(for: error), json: json)
        }
        return report("error: " + error.text, .failure, json: json)
    }

    /// Help that was asked for is an answer; all else is an error, for scripts on one line.
    private static func report(_ message: String, _ code: ExitCode, json: Bool) -> Int32 {
        if code == .success {
            Console.print(message)
        } else {
            if json { Console.printLine(JSONObject(["error": .string(message)])) }
            Console.note(message)
        }
        return code.rawValue
    }
}

extension ExitCode {
    /// A license was refused.
    package static let refused = ExitCode(3)
}
