import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Reads the requests of a connection, and answers each before it looks at the next (RFC 9112, section 9.3). Whoever is slow
/// is cut.
final class HTTPConnection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart
    typealias Answer = @Sendable (ReceivedRequest) async -> Response

    /// How long a connection may be idle between two requests, and how long a request may take to come.
    private static let (idleTime, requestTime) = (TimeAmount.seconds(60), TimeAmount.seconds(20))
    /// How often it is looked whether time is up.
    private static let tick = TimeAmount.seconds(4)

    private let bodyLimit: @Sendable (_ path: String) -> Int
    /// Where it is answered; nothing for Swift's pool.
    private let executor: EventLoopExecutor?
    private let answer: Answer
    private var context: ChannelHandlerContext?

    /// The request that comes, as long as it is not being answered.
    private var request: ReceivedRequest?
    /// Whether the end of a request is still to come.
    private var isComing = false
    private var isAnswering = false
    /// Whether the connection ends with the answer, and whether it has.
    private var (isLast, isOver) = (false, false)
    /// What came of the next requests meanwhile: of one read, as nothing is read as long as there is any.
    private var held = CircularBuffer<HTTPServerRequestPart>()
    private var isReadDue = false
    private var isTakingHeld = false
    private var deadline: NIODeadline?
    private var nextTick: Scheduled<Void>?

    /// - Parameter bodyLimit: how many bytes the body of a request to a path may have. A larger one is answered as soon as it
    ///   is, with no more of it than one read.
    init(
        bodyLimit: @escaping @Sendable (_ path: String) -> Int, on executor: EventLoopExecutor?,
        _ answer: @escaping Answer
    ) {
        self.bodyLimit = bodyLimit
        self.executor = executor
        self.answer = answer
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        // The first request has its time since it connected.
        deadline = .now() + Self.requestTime
        watch()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        nextTick?.cancel()
        held.removeAll()
    }

    private func watch() {
        guard let loop = context?.eventLoop else { return }
        nextTick = loop.assumeIsolated().scheduleTask(in: Self.tick) {
            if let deadline = self.deadline, deadline <= .now() {
                self.context?.close(promise: nil)
            } else {
                self.watch()
            }
        }
    }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        let part = unwrapInboundIn(data)
        if canTake { take(part) } else { held.append(part) }
    }

    func read(context: ChannelHandlerContext) {
        if held.isEmpty { context.read() } else { isReadDue = true }
    }

    /// Whether a part is of the request at hand, or of the next one whose turn it is.
    private var canTake: Bool { held.isEmpty && (isComing || !isAnswering) }

    private func take(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head):
            request = ReceivedRequest(head)
            isComing = true
            deadline = .now() + Self.requestTime
            answerIfTooLarge()
        case .body(let part):
            // Nothing for the rest of what was too large.
            request?.add(part)
            answerIfTooLarge()
        case .end:
            isComing = false
            guard request == nil else { return begin() }
            // It was too large, and is being answered, or was.
            deadline = isAnswering ? nil : .now() + Self.idleTime
            goOn()
        }
    }

    private func answerIfTooLarge() {
        if let request, request.bodySize > bodyLimit(request.path) { begin() }
    }

    private func begin() {
        guard let request, let context else { return }
        self.request = nil
        isAnswering = true
        if !isComing { deadline = nil }
        if !request.isKeepAlive { isLast = true }
        let answering = Answering(self, on: context.channel, withoutBody: request.method == .HEAD)
        if let executor {
            Task.immediate(executorPreference: executor) { [answer] in
                await answering.send(await answer(request))
            }
        } else {
            Task { [answer] in await answering.send(await answer(request)) }
        }
    }

    /// Takes what was held, as long as nothing is being answered.
    private func goOn() {
        guard !isTakingHeld, !isOver else { return }
        isTakingHeld = true
        while isComing || !isAnswering, let part = held.popFirst() { take(part) }
        isTakingHeld = false
        if isReadDue, held.isEmpty {
            isReadDue = false
            context?.read()
        }
    }

    // MARK: - Answers

    /// Sends an answer, or its beginning.
    func send(_ response: Response, _ body: ByteBuffer?, isWhole: Bool) {
        guard let context else { return }
        var headers = HTTPHeaders(response.headers)
        if isLast { headers.replaceOrAdd(name: "connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: response.status.code),
            headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if let body, body.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        if isWhole { end() } else { context.flush() }
    }

    /// Ends an answer.
    func end() {
        guard let context else { return }
        isAnswering = false
        // Also for a client that does not take the answer.
        if !isComing { deadline = .now() + Self.idleTime }
        if isLast {
            isOver = true
            let context = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.value.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
                context.value.close(promise: nil)
            }
        } else {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            goOn()
        }
    }

    // MARK: - Ends

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            isLast = true
            if request == nil, !isAnswering { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError, !isAnswering {
            refuse(context)
        } else {
            context.close(promise: nil)
        }
    }

    /// Whoever sends no HTTP is told so.
    private func refuse(_ context: ChannelHandlerContext) {
        isLast = true
        send(Response(status: .badRequest), nil, isWhole: true)
    }
}
