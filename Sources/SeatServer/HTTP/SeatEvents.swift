import HTTPTypes
import HummingbirdCore
package import LicenseBinding
import NIOCore
import Synchronization
import SystemThreads

/// Tells everybody who listens what becomes of seats and verdicts (server-sent events, HTML Living Standard, section 9.2).
package final class SeatEvents: Sendable {
    private enum Message: Sendable {
        case event(String, JSONObject)
        /// Shows that the server is there, and finds out who is not.
        case sign
    }

    private static let signs = Duration.seconds(15)

    private let messages = Broadcast<Message>(keeping: .bufferingOldest(256))
    private let listeners = Atomic<Int>(0)

    /// Who is told too.
    private let other = Mutex<(@Sendable (String, JSONObject) -> Void)?>(nil)

    package init() {}

    /// Whether it is worth to say anything.
    package var isHeard: Bool {
        listeners.load(ordering: .relaxed) > 0 || other.withLock { $0 != nil }
    }

    package func tell(_ name: String, _ data: JSONObject) {
        other.withLock(\.self)?(name, data)
        repeatHere(name, data)
    }

    /// Tells what somebody else has told, and not him again.
    package func repeatHere(_ name: String, _ data: JSONObject) {
        if listeners.load(ordering: .relaxed) > 0 { messages.send(.event(name, data)) }
    }

    package func follow(_ listener: @escaping @Sendable (String, JSONObject) -> Void) {
        other.withLock { $0 = listener }
    }

    /// Shows now and then that the server is there, until it is canceled.
    func showSigns() async {
        while (try? await Task.sleep(for: Self.signs)) != nil { messages.send(.sign) }
    }

    func close() {
        messages.close()
    }

    var response: Response {
        listeners.add(1, ordering: .relaxed)
        let stream = messages.stream()
        let end = Listening { self.listeners.subtract(1, ordering: .relaxed) }
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "event: listening\ndata: {}\n\n"))
            for await message in stream {
                switch message {
                case .event(let name, let data):
                    let text = JSONValue.object(data).compact
                    try await writer.write(
                        ByteBuffer(string: "event: \(name)\ndata: \(text)\n\n"))
                case .sign: try await writer.write(ByteBuffer(string: ":\n\n"))
                }
            }
            try await writer.finish(nil)
            end.stop()
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }
}

/// Counts as one listener for as long as it is there.
private final class Listening: Sendable {
    private let end: @Sendable () -> Void
    init(_ end: @escaping @Sendable () -> Void) { self.end = end }
    /// Keeps it until here.
    func stop() {}
    deinit { end() }
}
