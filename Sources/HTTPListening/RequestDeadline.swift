import NIOCore
import NIOHTTPTypes

/// Cuts a connection whose request takes too long to come: one that sends a byte now and then is never idle.
final class RequestDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let limit: TimeAmount
    private var cut: Scheduled<Void>?
    /// Whether a request has begun and not ended.
    private var isComing = false

    init(_ limit: TimeAmount) {
        self.limit = limit
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: isComing = true
        case .body: break
        case .end:
            isComing = false
            end()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // The first one has its time since it connected; later ones are waited for as long as a connection may be idle.
        if isComing, cut == nil { begin(context) }
        context.fireChannelReadComplete()
    }

    private func begin(_ context: ChannelHandlerContext) {
        end()
        let channel = context.channel
        cut = context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
    }

    private func end() {
        cut?.cancel()
        cut = nil
    }
}
