import Foundation
package import LicenseBinding
import LicenseStore

/// What a command gets from the process that it runs in; tests put their own in its place.
package struct CommandContext: Sendable {
    @TaskLocal package static var current = CommandContext()

    package var environment = ProcessInfo.processInfo.environment
    package var isRoot = geteuid() == 0
    /// Whether standard output is a terminal that shows colors.
    package var showsColor =
        isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    package var clock: @Sendable () -> Moment = { Moment.now() }
    package var write: @Sendable (String) -> Void = { StandardStream.output.write($0) }
    package var writeDiagnostics: @Sendable (String) -> Void = { StandardStream.error.write($0) }
    package var random: @Sendable (Int) -> [UInt8] = { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
    }

    package init() {}
}

/// Standard output and standard error, written at once.
private enum StandardStream {
    case output, error

    func write(_ text: String) {
        let handle = self == .output ? FileHandle.standardOutput : FileHandle.standardError
        // A reader that went away is no error of the command's: what is lost is what nobody reads.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
