import Glibc
package import GuestMessages
import RedirectedUSB
import Synchronization

/// A command line that runs in a test machine.
package final class GuestProgram: Sendable {
    private let command: String
    private let machine: VirtualMachine
    private let number: Int
    private let taken = Mutex(0)

    init(_ command: String, as user: GuestUser, in machine: VirtualMachine) {
        self.command = command
        self.machine = machine
        number = machine.link.start(command, as: user)
    }

    /// All lines so far.
    package var lines: [GuestLine] { machine.link.run(number).lines }

    /// The next line that fits, past those that do not; each line comes once.
    package func next(
        within limit: Duration, where fits: (GuestLine) -> Bool = { _ in true }
    ) async throws -> GuestLine {
        try await machine.await("a line of \(command)", within: limit) {
            let run = machine.link.run(number)
            let line = taken.withLock { taken in
                while taken < run.lines.count {
                    taken += 1
                    if fits(run.lines[taken - 1]) { return run.lines[taken - 1] as GuestLine? }
                }
                return nil
            }
            if line == nil, let code = run.code { throw ended(run, code) }
            return line
        }
    }

    package func send(signal: Int32) {
        machine.link.send(.signal(Int64(signal), run: Int64(number)))
    }

    /// Sends a signal, and waits for the end.
    @discardableResult
    package func stop(
        _ signal: Int32 = SIGTERM, within limit: Duration = .seconds(10)
    ) async throws -> GuestResult {
        send(signal: signal)
        return try await result(within: limit)
    }

    /// Waits for the end; kills the program if that does not come in time.
    package func result(within limit: Duration) async throws -> GuestResult {
        do {
            return try await machine.await("the end of \(command)", within: limit) {
                let run = machine.link.run(number)
                return run.code.map { GuestResult(run, exitCode: $0) }
            }
        } catch is AwaitingTimeout {
            send(signal: SIGKILL)
            throw MachineFailure.programTimeout(command: command, limit: limit)
        }
    }

    private func ended(_ run: GuestLink.Run, _ code: Int) -> MachineFailure {
        .programEnded(
            command: command, exitCode: code,
            diagnostics: GuestResult(run, exitCode: code).diagnostics)
    }
}

extension GuestResult {
    init(_ run: GuestLink.Run, exitCode: Int) {
        func text(_ source: GuestLine.Source) -> String {
            run.lines.filter { $0.source == source }.map { $0.text + "\n" }.joined()
        }
        self.init(exitCode: exitCode, output: text(.output), diagnostics: text(.diagnostics))
    }
}
