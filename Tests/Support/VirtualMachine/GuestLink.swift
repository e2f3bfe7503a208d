import Foundation
import GuestMessages
import LicenseBinding
import RedirectedUSB
import Synchronization

/// The connection to the agent in a test machine.
final class GuestLink: Sendable {
    struct Run {
        var lines: [GuestLine] = []
        var code: Int?
    }

    private struct State {
        var isReady = false
        var runs: [Run] = []
        var events: [GuestUSBEvent] = []
    }

    private let socket: UnixSocket
    private let state = Mutex(State())

    init(socket path: String) throws {
        socket = try UnixSocket(path: path)
        Thread.detachNewThread { [self] in read() }
    }

    func close() {
        socket.shutDown()
    }

    var isReady: Bool { state.withLock { $0.isReady } }
    var events: [GuestUSBEvent] { state.withLock { $0.events } }
    var running: [Int] {
        state.withLock { state in state.runs.indices.filter { state.runs[$0].code == nil } }
    }

    func run(_ number: Int) -> Run { state.withLock { $0.runs[number] } }

    /// - Returns: the number of the run.
    func start(_ command: String, as user: GuestUser) -> Int {
        let number = state.withLock { state in
            state.runs.append(Run())
            return state.runs.count - 1
        }
        send(.run(Int64(number), user: user.rawValue, command: command))
        return number
    }

    func send(_ request: GuestRequest) {
        request.json.line.withUnsafeBytes { _ = socket.write($0) }
    }

    private func read() {
        var splitter = LineSplitter()
        while case let bytes = socket.read(), !bytes.isEmpty {
            for line in splitter.lines(bytes) {
                guard let json = try? JSONObject.line(line), let report = GuestReport(json) else {
                    preconditionFailure("no report: \(String(decoding: line, as: UTF8.self))")
                }
                state.withLock { Self.take(report, into: &$0) }
            }
        }
    }

    private static func take(_ report: GuestReport, into state: inout State) {
        switch report {
        case .ready: state.isReady = true
        case .line(let line, let run): state.runs[Int(run)].lines.append(line)
        case .ended(let run, let code): state.runs[Int(run)].code = Int(code)
        case .usb(let event): state.events.append(event)
        }
    }
}
