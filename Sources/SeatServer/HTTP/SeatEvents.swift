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

    /// Who is told too.
    private let other = Mutex<Follower?>(nil)

    private struct Follower {
        let isHeard: @Sendable () -> Bool
        let tell: @Sendable (String, JSONObject) -> Void
    }

    package init() {}

    /// Whether it is worth to say anything.
    package var isHeard: Bool {
        messages.hasListeners || other.withLock { $0?.isHeard() == true }
    }

    package func tell(_ name: String, _ data: JSONObject) {
        other.withLock(\.self)?.tell(name, data)
        repeatHere(name, data)
    }

    /// Tells what somebody else has told, and not him again.
    package func repeatHere(_ name: String, _ data: JSONObject) {
        if messages.hasListeners { messages.send(.event(name, data)) }
    }

    package func follow(
        while isHeard: @escaping @Sendable () -> Bool,
        _ tell: @escaping @Sendable (String, JSONObject) -> Void
    ) {
        other.withLock { $0 = Follower(isHeard: isHeard, tell: tell) }
    }

    /// Shows now and then that the server is there, until it is canceled.
    func showSigns() async {
        while (try? await Task.sleep(for: Self.signs)) != nil { messages.send(.sign) }
    }

    func close() {
        messages.close()
    }

    var response: Response {
        let stream = messages.stream()
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
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }
}
