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
    private let answer: Answer
    private var context: ChannelHandlerContext?

    /// Whether there is a task that answers, which there is as of the first request.
    private var isAttended = false
    /// The task while it waits for a request, or the request while it waits for the task.
    private var waiting: UnsafeContinuation<ReceivedRequest?, Never>?
    private var due: ReceivedRequest?

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
        bodyLimit: @escaping @Sendable (_ path: String) -> Int, _ answer: @escaping Answer
    ) {
        self.bodyLimit = bodyLimit
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
        waiting?.resume(returning: nil)
        waiting = nil
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
            if request?.waitsToContinue == true { letContinue() }
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

    /// Who sends a body only where it is wanted hears that it is (RFC 9110, section 10.1.1).
    private func letContinue() {
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context?.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }

    private func begin() {
        guard let request, let context else { return }
        self.request = nil
        isAnswering = true
        if !isComing { deadline = nil }
        if !request.isKeepAlive { isLast = true }
        if let waiting {
            self.waiting = nil
            waiting.resume(returning: request)
        } else {
            due = request
        }
        if !isAttended { attend(context.channel) }
    }

    /// Begins to answer, one request after the other, in one task: it keeps the memory that answers take.
    private func attend(_ channel: any Channel) {
        isAttended = true
        let connection = AnsweredConnection(self, on: channel)
        Task(executorPreference: EventLoopExecutor(channel.eventLoop)) { [answer] in
            while let request = await connection.next() {
                let response = await answer(request)
                await connection.send(response, withoutBody: request.method == .HEAD)
            }
        }
    }

    /// Gives somebody the next request, as soon as it is there; nothing when the connection is closed.
    func giveNext(to asker: UnsafeContinuation<ReceivedRequest?, Never>) {
        if due == nil, context != nil {
            waiting = asker
        } else {
            asker.resume(returning: due)
            due = nil
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
        switch error {
        case is HTTPParserError, ByteToMessageDecoderError.dataReceivedInErrorState:
            // What comes after the last request is nobody's: that is answered all the same.
            if isAnswering { isLast = true } else if !isOver { refuse(context) }
        default: context.close(promise: nil)
        }
    }

    /// Whoever sends no HTTP is told so.
    private func refuse(_ context: ChannelHandlerContext) {
        isLast = true
        send(Response(status: .badRequest), nil, isWhole: true)
    }
}
