import CGlibcExtensions
import Glibc
import HTTPListening
import NIOCore

/// Who is at the other end of a connection, as the kernel says.
package struct Peer: Hashable, ConnectionPeer {
    package let process: Int32
    package let user: UInt32

    package var owner: UInt32 { user }

    /// - Parameter channel: an accepted connection of a Unix socket.
    static func of(_ channel: any Channel) -> EventLoopFuture<Peer> {
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        // The kernel fills exactly this structure.
        let credentials: EventLoopFuture<peer_credentials> =
            options.unsafeGetSocketOption(
                level: NIOBSDSocket.OptionLevel(rawValue: SOL_SOCKET),
                name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
        return credentials.map { Peer(process: $0.process, user: $0.user) }
    }
}
