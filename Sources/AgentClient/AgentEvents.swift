import AgentProtocol
import PlainHTTP
import Synchronization

/// What an agent tells, one event after the other.
package final class AgentEvents: Sendable {
    /// How long the agent may say nothing at all: it shows now and then that it is there.
    package static let longestSilence = Duration.seconds(60)
    private static let patience = Duration.seconds(5)

    private struct State {
        var reader = EventReader()
        var waiting: [AgentNotice] = []
    }

    private let connection: SocketConnection
    private let state = Mutex(State())

    init(from socket: UnixSocketPath) throws(ConnectionError) {
        connection = try SocketConnection(to: socket, until: .now + Self.patience)
        let head = [
            "GET \(AgentPath.events) HTTP/1.1", "Host: keybound", "Accept: text/event-stream", "",
            "",
        ]
        try connection.write(Array(head.joined(separator: "\r\n").utf8))
    }

    /// Waits for the next event; one thread at a time.
    /// - Returns: nothing when the agent has ended, is silent for too long, or was told to stop.
    package func next() -> AgentNotice? {
        while true {
            let (event, isOver) = state.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.reader.isOver)
            }
            if let event { return event }
            // Why it ended makes no difference: who listens begins anew.
            guard !isOver, let bytes = try? connection.read(until: .now + Self.longestSilence),
                !bytes.isEmpty, take(bytes)
            else { return nil }
        }
    }

    /// Ends the waiting of another thread.
    package func stop() {
        connection.shutDown()
    }

    private func take(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            guard let events = try? state.reader.events(in: bytes) else { return false }
            // Events of a later version are left out.
            state.waiting += events.compactMap { AgentNotice($0) }
            return true
        }
    }
}
