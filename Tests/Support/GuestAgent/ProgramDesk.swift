import Glibc
import GuestMessages
import Synchronization

/// Starts the programs that the host asks for, and reports what they write and how they end.
final class ProgramDesk: Sendable {
    private let host: HostPort
    private let running = Mutex<[Int64: pid_t]>([:])

    init(reportingTo host: HostPort) {
        self.host = host
    }

    func take(_ request: GuestRequest) {
        switch request {
        case .run(let number, let user, let command):
            do {
                try run(number, Program(command, as: user))
            } catch {
                complain("\(error)", of: number)
            }
        case .signal(let signal, let number):
            running.withLock { if let id = $0[number] { _ = kill(-id, Int32(signal)) } }
        }
    }

    private func run(_ number: Int64, _ program: Program) throws {
        running.withLock { $0[number] = program.id }
        let readers = try [
            SystemThread { self.report(program.output, .output, of: number) },
            SystemThread { self.report(program.diagnostics, .diagnostics, of: number) },
        ]
        _ = try SystemThread {
            let code = program.wait()
            // What it started may still run and write, and can be signaled too.
            for reader in readers { reader.join() }
            self.running.withLock { $0[number] = nil }
            self.host.report(.ended(run: number, code: code))
        }
    }

    private func report(_ pipe: Descriptor, _ source: GuestLine.Source, of number: Int64) {
        var splitter = LineSplitter()
        while case let bytes = pipe.read(), !bytes.isEmpty {
            let time = Duration.now
            for line in splitter.lines(bytes) { report(line, source, of: number, at: time) }
        }
        if let last = splitter.last { report(last, source, of: number, at: .now) }
    }

    private func report(
        _ line: [UInt8], _ source: GuestLine.Source, of number: Int64, at time: Duration
    ) {
        // The reader of JSON takes no NUL.
        let text = String(decoding: line.map { $0 == 0 ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
        host.report(.line(GuestLine(source: source, text: text, at: time), run: number))
    }

    private func complain(_ text: String, of number: Int64) {
        host.report(
            .line(GuestLine(source: .diagnostics, text: text, at: .now), run: number))
        host.report(.ended(run: number, code: 127))
    }
}
