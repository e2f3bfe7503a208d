import Foundation

/// A program that is run whole, from `posix_spawn` to `waitpid`, with its output thrown away.
struct Program {
    struct Failure: Error {
        let path: String
        let status: Int32
    }

    /// The built `keybound`.
    static let keybound = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "keybound")

    private let path: String
    private let arguments: [String]
    private let environment: [String]

    /// - Parameter isSimulated: whether it sees the simulated bus, which makes opening files slow.
    init(
        _ path: String, _ arguments: [String] = [], environment: [String: String] = [:],
        isSimulated: Bool = true
    ) {
        self.path = path
        self.arguments = arguments
        var variables = ProcessInfo.processInfo.environment
        if !isSimulated { variables["LD_PRELOAD"] = nil }
        self.environment = variables.merging(environment) { _, new in new }.map { "\($0)=\($1)" }
    }

    func run() throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var process = pid_t()
        guard posix_spawn(&process, path, &actions, nil, &words, &variables) == 0 else {
            throw Failure(path: path, status: errno)
        }
        var status: Int32 = 0
        guard waitpid(process, &status, 0) == process, status == 0 else {
            throw Failure(path: path, status: status)
        }
    }
}
