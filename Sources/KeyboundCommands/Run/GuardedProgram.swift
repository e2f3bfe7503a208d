import ArgumentParser
import CommandLineFront
import Dispatch
import Foundation
import Glibc
import Synchronization

/// A program that runs in the place of ours: it has our terminal, and gets our signals.
final class GuardedProgram: Sendable {
    /// How long it has after it was told to end.
    private static let farewell = Duration.seconds(10)

    private let process: pid_t
    private let isStopped = Atomic<Bool>(false)

    /// Starts it; found as a shell finds it.
    init(_ arguments: [String]) throws {
        ForwardedSignals.hold()
        var process = pid_t()
        let words = arguments.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        // Threads of Swift's pool have all signals blocked, which the program must not inherit.
        var attributes = posix_spawnattr_t()
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let code = posix_spawnp(&process, arguments[0], nil, &attributes, words, environ)
        guard code == 0 else {
            Console.note(
                "keybound: \(arguments[0]) cannot be started: \(String(cString: strerror(code)))")
            // As env(1) and shells have it.
            throw ExitCode(code == ENOENT ? 127 : 126)
        }
        self.process = process
        ForwardedSignals.forward(to: process)
    }

    var wasStopped: Bool { isStopped.load(ordering: .relaxed) }

    /// Waits for its end.
    /// - Returns: its exit code, or 128 and the number of the signal that ended it.
    func end() async -> Int32 {
        let status = await withCheckedContinuation { continuation in
            DispatchQueue(label: "program").async { [process] in
                // Its number is given to no other process until it is taken from here.
                var information = siginfo_t()
                while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0,
                    errno == EINTR
                {}
                ForwardedSignals.end()
                var status: Int32 = 0
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                continuation.resume(returning: status)
            }
        }
        let signal = status & 0x7f
        return signal == 0 ? status >> 8 & 0xff : 128 + signal
    }

    /// Tells it to end, and ends it if it does not.
    func stop() async {
        isStopped.store(true, ordering: .relaxed)
        ForwardedSignals.send(SIGTERM)
        // Canceled when it has ended.
        try? await Task.sleep(for: Self.farewell)
        if !Task.isCancelled { ForwardedSignals.send(SIGKILL) }
    }
}
