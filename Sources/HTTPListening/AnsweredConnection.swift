import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// A connection for the task that answers on it, which runs on the thread of its event loop.
struct AnsweredConnection: Sendable {
    private let connection: NIOLoopBound<HTTPConnection>
    private let channel: any Channel

    init(_ connection: HTTPConnection, on channel: any Channel) {
        self.connection = NIOLoopBound(connection, eventLoop: channel.eventLoop)
        self.channel = channel
    }

    /// - Returns: nothing when the connection is closed.
    func next() async -> ReceivedRequest? {
        await withUnsafeContinuation { connection.value.giveNext(to: $0) }
    }

    /// - Parameter withoutBody: as the answer to a HEAD is (RFC 9110, section 9.3.2).
    func send(_ response: Response, withoutBody: Bool) async {
        do {
            guard !withoutBody, response.body.contentLength == nil else {
                let body = WholeBody()
                if !withoutBody { try await response.body.write(body) }
                return connection.value.send(response, body.buffer, isWhole: true)
            }
            connection.value.send(response, nil, isWhole: false)
            try await response.body.write(PartWriter(channel: channel))
            connection.value.end()
        } catch {
            // Half an answer is none.
            channel.close(promise: nil)
        }
    }
}

/// A body of known length.
private final class WholeBody: ResponseBodyWriter {
    private(set) var buffer = ByteBuffer()

    func write(_ part: ByteBuffer) async throws {
        if buffer.readableBytes == 0 {
            buffer = part
        } else {
            buffer.writeImmutableBuffer(part)
        }
    }

    func finish(_ trailers: HTTPFields?) async throws {}
}

/// A body whose end is not known: its parts are sent as fast as they are taken.
private struct PartWriter: ResponseBodyWriter {
    let channel: any Channel

    func write(_ part: ByteBuffer) async throws {
        try await channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(part)))
    }

    consuming func finish(_ trailers: HTTPFields?) async throws {}
}
