import CommandLineFront
import FileSystem
import Foundation
import KeyAgent
import LicenseBinding
import LicenseStore
import SQLiteFile
import SeatAllocation
import SeatDatabase
import SeatProtocol
import SeatServer

/// How the daemon comes to its seat server, and who asks it on this computer.
enum SeatFront {
    static let database = "seats.sqlite"

    /// The server's own key, which signs grants.
    static func key(in store: LicenseStore) throws -> StoredKey {
        try StoredKey("seat-server.key", in: store)
    }

    /// The leases, in a file that its owner alone reads.
    static func storage(in store: LicenseStore) throws -> SeatDatabase {
        if !store.own.has(database) {
            try store.own.create()
            try store.own.add(database, with: [], mode: 0o600)
        }
        return try SeatDatabase(at: store.own.path(of: database))
    }

    /// What the seat server answers on the agent's socket; what both have is the agent's.
    static func routes(_ router: SeatRouter) -> LocalRoutes {
        LocalRoutes(
            for: { path in
                SeatPath.isOne(path) && path != SeatPath.events && path != SeatPath.health
            },
            answer: { request, peer in
                await router.respond(to: request, of: SeatPeer(peer))
            })
    }
}

extension SeatPeer {
    /// A peer on this computer, as the kernel says.
    fileprivate init(_ peer: Peer) {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4096)
        let code = getpwuid_r(peer.user, &entry, &buffer, buffer.count, &found)
        let name = code == 0 && found != nil ? String(cString: entry.pw_name) : "\(peer.user)"
        self.init(
            user: name, host: ProcessInfo.processInfo.hostName,
            isAdministrator: peer.user == 0 || peer.user == geteuid())
    }
}
