import CommandLineFront
import FileSystem
import Foundation
import KeyAgent
import LicenseBinding
import LicenseStore
import SQLiteFile
import SeatClient
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

    /// The servers that this computer asks: its own, those of the settings, and those that it was enrolled at.
    static func register(
        _ settings: SiteSettings, _ seats: SeatService, in store: LicenseStore
    ) throws -> SeatServerRegister {
        let folder = store.own
        let book =
            folder.has(SeatServerBook.file)
            ? try SeatServerBook(
                parsing: folder.read(SeatServerBook.file, atMost: SeatServerBook.limit))
            : SeatServerBook()
        let (servers, roots) = (try settings.servers(), try settings.serverRoots())
        do throws(SeatServerLink.Defect) {
            return try SeatServerRegister(
                own: seats.source(host), host: host, servers: servers,
                trusting: roots, book: book
            ) { book in
                try folder.replace(SeatServerBook.file, with: book.json.file, mode: 0o600)
            }
        } catch {
            throw CommandFailure(error.text)
        }
    }

    static var host: String { CenterOptions.computer }

    /// What is answered about seats on the agent's socket; what both have is the agent's.
    static func routes(_ router: SeatRouter, _ local: LocalSeatRouter) -> LocalRoutes {
        LocalRoutes(
            for: { path in
                LocalSeatRouter.isFor(path)
                    || SeatPath.isOne(path) && path != SeatPath.events && path != SeatPath.health
            },
            answer: { request, peer in
                let known = SeatPeer(peer)
                guard LocalSeatRouter.isFor(request) else {
                    return await router.respond(to: request, of: known)
                }
                return await local.respond(
                    to: request,
                    of: SeatOwner(
                        process: peer.process, number: peer.user, user: SeatPeer.name(of: peer.user)
                    ),
                    isAdministrator: known.isAdministrator)
            })
    }

    /// Whether a program still runs. One in a container shows no number.
    static func isAlive(_ owner: SeatOwner) -> Bool {
        owner.process <= 0 || kill(owner.process, 0) == 0 || errno == EPERM
    }
}

extension SeatServerLink.Defect {
    var text: String {
        switch self {
        case .root(let path): "server-roots: \(path) holds no certificate in PEM"
        }
    }
}

extension SeatPeer {
    /// A peer on this computer, as the kernel says.
    fileprivate init(_ peer: Peer) {
        self.init(
            user: Self.name(of: peer.user), host: SeatFront.host,
            isAdministrator: peer.user == 0 || peer.user == geteuid())
    }

    /// The name of a user; his number if he has none.
    fileprivate static func name(of user: UInt32) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4096)
        let code = getpwuid_r(user, &entry, &buffer, buffer.count, &found)
        return code == 0 && found != nil ? String(cString: entry.pw_name) : "\(user)"
    }
}
