import Glibc

/// A program that goes on until it is told to stop, or nobody keeps this.
package final class RunningProgram: Sendable {
    package let processIdentifier: Int32
    private let lines: AsyncStream<String>
    private let end: Task<Int32, any Error>

    init(processIdentifier: Int32, lines: AsyncStream<String>, end: Task<Int32, any Error>) {
        self.processIdentifier = processIdentifier
        self.lines = lines
        self.end = end
    }

    deinit {
        end.cancel()
    }

    package var isRunning: Bool { kill(processIdentifier, 0) == 0 }

    package func send(_ signal: Int32) {
        kill(processIdentifier, signal)
    }

    /// The next line that it writes to its standard output; `nil` after the last.
    package func line() async -> String? {
        await lines.first { _ in true }
    }

    /// Waits for its end.
    /// - Returns: the exit code, or the number of the signal that ended it, negated.
    package func wait() async throws -> Int32 {
        try await withTaskCancellationHandler {
            try await end.value
        } onCancel: {
            end.cancel()
        }
    }
}
