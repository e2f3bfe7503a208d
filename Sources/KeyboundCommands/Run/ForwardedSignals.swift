import Glibc
import Synchronization

/// Signals that are meant for the guarded program.
enum ForwardedSignals {
    private static let signals = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH]
    private static let process = Atomic<Int32>(0)
    /// A signal that came before the program was there.
    private static let early = Atomic<Int32>(0)

    /// Takes the signals, as the program is about to start. It begins with those that were ignored before ignored, and
    /// all others as usual.
    static func hold() {
        for signal in signals {
            var before = sigaction()
            sigaction(signal, nil, &before)
            guard unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) != 1 else {
                continue
            }
            var action = sigaction()
            action.sa_flags = SA_SIGINFO | Int32(SA_RESTART)
            action.__sigaction_handler.sa_sigaction = { signal, information, _ in
                // The terminal sends to all of its foreground, the program among them.
                guard let information, information.pointee.si_code != 0x80 else { return }
                ForwardedSignals.send(signal)
            }
            sigaction(signal, &action, nil)
        }
    }

    static func forward(to program: pid_t) {
        process.store(program, ordering: .sequentiallyConsistent)
        let signal = early.exchange(0, ordering: .sequentiallyConsistent)
        if signal != 0 { kill(program, signal) }
    }

    /// The program has ended: nobody gets its signals.
    static func end() {
        process.store(-1, ordering: .sequentiallyConsistent)
    }

    /// Does only what a handler of a signal may do (signal-safety(7)).
    static func send(_ signal: Int32) {
        let program = process.load(ordering: .sequentiallyConsistent)
        if program > 0 {
            kill(program, signal)
        } else if program == 0 {
            early.store(signal, ordering: .sequentiallyConsistent)
        }
    }
}
