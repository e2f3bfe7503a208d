import Glibc

/// A command line that runs as one user, in a process group of its own.
struct Program {
    let id: pid_t
    let output: Descriptor
    let diagnostics: Descriptor

    init(_ command: String, as user: String) throws {
        guard let account = getpwnam(user)?.pointee else { throw SystemFailure("getpwnam \(user)") }
        let home = String(cString: account.pw_dir)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        let (output, outputEnd) = try Self.pipe()
        let (diagnostics, diagnosticsEnd) = try Self.pipe()
        posix_spawn_file_actions_adddup2(&actions, outputEnd.number, 1)
        posix_spawn_file_actions_adddup2(&actions, diagnosticsEnd.number, 2)
        id = try Self.spawn(
            [
                "setpriv", "--reuid", user, "--regid", "\(account.pw_gid)", "--init-groups", "--",
                "sh", "-c", "cd\n" + command,
            ],
            environment: ["HOME=\(home)", "USER=\(user)", "LOGNAME=\(user)", "LANG=C.UTF-8"]
                + ["PATH", "LD_LIBRARY_PATH"].map { "\($0)=\(String(cString: getenv($0)))" },
            actions: &actions)
        self.output = output
        self.diagnostics = diagnostics
    }

    /// The exit code, as the shell counts.
    func wait() -> Int64 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return Int64(signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
    }

    private static func pipe() throws -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw SystemFailure("pipe") }
        // Programs are started on one thread, so none inherits these in between.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (try Descriptor(ends[0], of: "pipe"), try Descriptor(ends[1], of: "pipe"))
    }

    private static func spawn(
        _ words: [String], environment: [String], actions: inout posix_spawn_file_actions_t
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var id = pid_t()
        let code = posix_spawnp(&id, words[0], &actions, &attributes, &arguments, &variables)
        guard code == 0 else { throw SystemFailure("posix_spawn \(words)", code: code) }
        return id
    }
}
