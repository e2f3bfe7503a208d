import HTTPListening
import NIOCore
import NIOEmbedded
import Testing

/// Neither one owner nor all together take the connections that others need.
struct ConnectionsTests {
    private let connections = Connections<String>(most: 3, ofOwner: 2)

    @Test func `there are so many connections and no more, of each owner and of all`() async throws
    {
        let first = EmbeddedChannel()
        #expect(connections.enter(first, of: "ann"))
        #expect(connections.enter(EmbeddedChannel(), of: "ann"))
        #expect(!connections.enter(EmbeddedChannel(), of: "ann"))
        #expect(connections.enter(EmbeddedChannel(), of: "bob"))
        #expect(!connections.enter(EmbeddedChannel(), of: "eve"))
        // One that has ended leaves its place.
        _ = try first.finish()
        #expect(connections.enter(EmbeddedChannel(), of: "eve"))
        #expect(!connections.enter(EmbeddedChannel(), of: "ann"))
    }

    @Test func `all of them end with the server`() async throws {
        let channels = [EmbeddedChannel(), EmbeddedChannel()]
        for channel in channels {
            channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
            #expect(channel.isActive)
            #expect(connections.enter(channel, of: "ann"))
        }
        connections.closeAll()
        #expect(channels.allSatisfy { !$0.isActive })
    }
}
