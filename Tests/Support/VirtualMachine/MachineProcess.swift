import Foundation
import Synchronization

/// A running QEMU, which dies with this process.
final class MachineProcess: Sendable {
    private enum State {
        case starting
        case running(pid_t)
        case over(errno: Int32)
    }

    private let state = Mutex(State.starting)
    private let start = DispatchSemaphore(value: 0)
    private let end = DispatchSemaphore(value: 0)

    /// The system kills QEMU when the thread that started it ends, so that thread waits for it.
    init(_ arguments: [String], log: String) throws {
        Thread.detachNewThread { [self] in
            var id = pid_t()
            let code = Self.spawn(arguments, log: log, id: &id)
            state.withLock { $0 = code == 0 ? .running(id) : .over(errno: code) }
            start.signal()
            if code == 0 { waitForEnd(of: id) }
            end.signal()
        }
        start.wait()
        if case .over(let code) = state.withLock({ $0 }), code != 0 {
            throw MachineFailure.notStarted(errno: code)
        }
    }

    var isOver: Bool {
        if case .over = state.withLock({ $0 }) { true } else { false }
    }

    /// Returns when it is dead; once.
    func kill() {
        state.withLock { if case .running(let id) = $0 { _ = Glibc.kill(id, SIGKILL) } }
        end.wait()
    }

    private func waitForEnd(of id: pid_t) {
        var information = siginfo_t()
        // The number stays taken until the state says that it is over.
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        state.withLock { $0 = .over(errno: 0) }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
    }

    private static func spawn(_ arguments: [String], log: String, id: inout pid_t) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let words = ["setpriv", "--pdeathsig", "KILL", "qemu-system-x86_64"] + arguments
        var texts = words.map { strdup($0) } + [nil]
        // Nothing else of the environment: a preloaded library would change QEMU.
        var variables = [strdup("PATH=/usr/local/bin:/usr/bin:/bin"), nil]
        defer { for text in texts + variables { free(text) } }
        return posix_spawnp(&id, words[0], &actions, nil, &texts, &variables)
    }
}
