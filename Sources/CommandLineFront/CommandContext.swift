package import FileSystem
import Foundation
import Glibc
package import LicenseBinding
import LicenseStore

/// What a command gets from the process that it runs in; tests put their own in its place.
package struct CommandContext: Sendable {
    @TaskLocal package static var current = CommandContext()

    package var environment = ProcessInfo.processInfo.environment
    /// The computer that is looked into: its root folder.
    package var system = Folder("/")
    package var isRoot = geteuid() == 0
    /// Whether standard output is a terminal that shows colors.
    package var showsColor =
        isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    package var clock: @Sendable () -> Moment = { Moment.now() }
    package var write: @Sendable (String) -> Void = { StandardStream.output.write($0) }
    package var writeDiagnostics: @Sendable (String) -> Void = { StandardStream.error.write($0) }
    package var random: @Sendable (Int) -> [UInt8] = { count in
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes { bytes in
            // As many as one call gives.
            for start in stride(from: 0, to: count, by: 256) {
                let part = UnsafeMutableRawBufferPointer(rebasing: bytes[start...].prefix(256))
                guard getentropy(part.baseAddress, part.count) == 0 else {
                    preconditionFailure("the kernel gives random bytes")
                }
            }
        }
        return bytes
    }

    /// Asks the person at the terminal for a secret; nothing without a terminal.
    package var secret: @Sendable (_ prompt: String) -> String? = { TerminalSecret.read($0) }

    package init() {}
}

/// Standard output and standard error, written at once.
private enum StandardStream {
    case output, error

    /// Ends the process when an answer cannot be written: nobody must take half of one for a whole.
    func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                Glibc.write(
                    self == .output ? STDOUT_FILENO : STDERR_FILENO, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return fail() }
            rest = rest.dropFirst(count)
        }
    }

    private func fail() {
        // A reader that went away has what it wanted, and diagnostics are nobody's answer.
        guard self == .output, errno != EPIPE else { return }
        let reason = String(cString: strerror(errno))
        StandardStream.error.write("error: the answer cannot be written: \(reason)\n")
        exit(EXIT_FAILURE)
    }
}
