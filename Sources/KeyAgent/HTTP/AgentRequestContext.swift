import Hummingbird
import Logging

/// What is known of a request besides what it says.
struct AgentRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who is at the other end, as the kernel says.
    let peer: Peer

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source.connection)
        peer = source.peer
    }

    struct Source: RequestContextSource {
        let connection: ApplicationRequestContextSource
        let peer: Peer

        var logger: Logger { connection.logger }
    }
}
