import HTTPTypes
package import HummingbirdCore
import NIOCore
package import NIOHTTP1
import NIOHTTPTypesHTTP1

/// A request as it came, when all of it is there, or more than there may be.
package struct ReceivedRequest: Sendable {
    private let head: HTTPRequestHead
    /// Without the query, and without the host that a client may write before it (RFC 9112, section 3.2.2).
    package let path: String
    private var content = ByteBuffer()
    /// How large the body is to be, if that was said.
    private let announced: Int

    init(_ head: HTTPRequestHead) {
        self.head = head
        path = Self.path(of: head.uri)
        announced = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
    }

    private static func path(of target: String) -> String {
        // Nearly all are a path and nothing else.
        var text = target
        let isPath = text.withUTF8 {
            $0.first == UInt8(ascii: "/") && !$0.contains(UInt8(ascii: "?"))
        }
        return isPath ? target : URI(target).path
    }

    package var method: HTTPMethod { head.method }

    /// The first header of a name, in any case.
    package func header(_ name: String) -> String? { head.headers.first(name: name) }

    /// All of the body.
    /// - Returns: nothing if it is larger.
    package func body(atMost limit: Int) -> [UInt8]? {
        bodySize <= limit ? Array(content.readableBytesView) : nil
    }

    /// As Hummingbird's routers take it.
    package func routable() throws -> Request {
        Request(
            head: try HTTPRequest(head, secure: false, splitCookie: false),
            body: RequestBody(buffer: content))
    }

    /// Whether another request may follow on its connection.
    var isKeepAlive: Bool { head.isKeepAlive }

    /// Whether the client sends the body only when it is told to.
    var waitsToContinue: Bool {
        head.version.minor > 0 && header("Expect")?.lowercased() == "100-continue"
    }

    /// How large the body is, as far as that is known.
    var bodySize: Int { max(announced, content.readableBytes) }

    mutating func add(_ part: ByteBuffer) {
        if content.readableBytes == 0 {
            content = part
        } else {
            content.writeImmutableBuffer(part)
        }
    }
}
