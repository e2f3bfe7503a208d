import Foundation
import Subprocess
import SystemPackage

/// A program that a test starts. Its process gets no descriptor of this one, and a test that is canceled ends it.
package struct Program: Sendable {
    package struct Result: Sendable {
        /// The exit code, or the number of the signal that ended it, negated.
        package let code: Int32
        package let output: String
        package let errors: String
    }

    /// How much a program may say: 16 MiB.
    private static let limit = 16 << 20

    private let path: String
    private let environment: Environment
    private let folder: String?

    /// - Parameter environment: all variables that it has; by default those of this process.
    package init(_ path: String, environment: [String: String]? = nil, in folder: String? = nil) {
        self.path = path
        var variables = environment ?? ProcessInfo.processInfo.environment
        // It is for this process alone.
        variables["SWIFT_BACKTRACE"] = nil
        self.environment = .custom(
            Dictionary(
                uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) }))
        self.folder = folder
    }

    /// A program of this package.
    package static func built(
        _ name: String, environment: [String: String]? = nil, in folder: String? = nil
    ) -> Program {
        Program(pathOfBuilt(name), environment: environment, in: folder)
    }

    package static func pathOfBuilt(_ name: String) -> String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: name).path
    }

    /// Runs it to its end.
    package func run(_ arguments: [String] = []) async throws -> Result {
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: environment,
            workingDirectory: folder.map { FilePath($0) }, output: .string(limit: Self.limit),
            error: .string(limit: Self.limit))
        return Result(
            code: result.terminationStatus.number, output: result.standardOutput,
            errors: result.standardError)
    }

    /// Starts it, for as long as what is returned is kept.
    /// - Parameter errors: the file that its standard error is added to; by default it is lost.
    package func start(
        _ arguments: [String], errorsTo errors: String = "/dev/null"
    ) async throws -> RunningProgram {
        let log = try FileDescriptor.open(
            FilePath(errors), .writeOnly, options: [.append, .create], permissions: .ownerReadWrite)
        let (lines, feed) = AsyncStream<String>.makeStream()
        let (started, starting) = AsyncStream<Int32>.makeStream()
        let end = Task { [self] in
            defer {
                feed.finish()
                starting.finish()
            }
            let result = try await Subprocess.run(
                .path(FilePath(path)), arguments: Arguments(arguments), environment: environment,
                workingDirectory: folder.map { FilePath($0) }, input: .none, output: .sequence,
                error: .fileDescriptor(log, closeAfterSpawningProcess: true)
            ) { execution in
                starting.yield(execution.processIdentifier.value)
                for try await line in execution.standardOutput.strings() { feed.yield(line) }
            }
            return result.terminationStatus.number
        }
        for await process in started {
            return RunningProgram(processIdentifier: process, lines: lines, end: end)
        }
        // It did not start, and its end says why.
        _ = try await end.value
        throw CancellationError()
    }
}

extension TerminationStatus {
    fileprivate var number: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): -signal
        }
    }
}
