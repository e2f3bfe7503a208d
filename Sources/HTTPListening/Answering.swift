import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// Brings an answer to its connection, from wherever it was made.
struct Answering: Sendable {
    private let connection: NIOLoopBound<HTTPConnection>
    private let channel: any Channel
    private let withoutBody: Bool

    init(_ connection: HTTPConnection, on channel: any Channel, withoutBody: Bool) {
        self.connection = NIOLoopBound(connection, eventLoop: channel.eventLoop)
        self.channel = channel
        self.withoutBody = withoutBody
    }

    func send(_ response: Response) async {
        let isWhole = withoutBody || response.body.contentLength != nil
        do {
            guard !isWhole else {
                let body = WholeBody()
                if !withoutBody { try await response.body.write(body) }
                let buffer = body.buffer
                return onLoop { $0.send(response, buffer, isWhole: true) }
            }
            onLoop { $0.send(response, nil, isWhole: false) }
            try await response.body.write(PartWriter(channel: channel))
            onLoop { $0.end() }
        } catch {
            // Half an answer is none.
            channel.close(promise: nil)
        }
    }

    private func onLoop(_ work: @escaping @Sendable (HTTPConnection) -> Void) {
        if channel.eventLoop.inEventLoop {
            work(connection.value)
        } else {
            channel.eventLoop.execute { work(connection.value) }
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
