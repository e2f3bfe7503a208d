import CommandLineFront
import FileSystem
import Foundation
import HTTPAsking
import KeyAgent
import LicenseBinding
import LicenseStore
import Logging
import SQLiteFile
import SeatClient
import SeatDatabase
import SeatProtocol
import SeatServer
import VerdictText

/// What the daemon does about seats: its own server, and the seats of the programs of this computer.
struct SeatFront {
    private static let database = "seats.sqlite"

    let service: SeatService
    private let register: SeatServerRegister
    private let local: LocalSeats
    private let key: StoredKey
    private let reload: AsyncStream<SeatServerSettings>.Continuation

    /// Where the store cannot be written, there are no seats, and keys answer all the same.
    static func open(_ settings: SiteSettings, logger: Logger) async throws -> SeatFront? {
        do {
            return try await SeatFront(settings, logger: logger)
        } catch let failure as CommandFailure {
            throw failure
        } catch let problem as any ExplainedError where settings.values[.listen] == nil {
            logger.warning("there are no seats", metadata: ["reason": "\(problem.text)"])
            return nil
        }
    }

    private init(_ settings: SiteSettings, logger: Logger) async throws {
        let store = try settings.agent().store
        // It signs grants.
        key = try StoredKey("seat-server.key", in: store)
        let (reloads, reload) = AsyncStream.makeStream(of: SeatServerSettings.self)
        self.reload = reload
        service = try await SeatService(
            settings.seats(key), keptIn: Self.storage(in: store), reloads: reloads,
            version: KeyboundCommand.version, logger: logger)
        register = try Self.register(settings, service, in: store)
        local = LocalSeats(
            register.sources, host: Self.host, logger: logger, isAlive: Self.isAlive)
    }

    /// Looks after the seats of programs, until it is canceled.
    func run() async {
        await local.run()
    }

    /// Other settings from now on.
    func follow(_ settings: SiteSettings) async throws {
        let new = try settings.seats(key)
        try await register.follow(settings.servers(), trusting: settings.serverRoots())
        await local.follow(register.sources)
        reload.yield(new)
    }

    /// What programs of this computer hold of other servers ends by itself.
    func close() async {
        await register.close()
    }

    /// The leases, in a file that its owner alone reads.
    private static func storage(in store: LicenseStore) throws -> SeatDatabase {
        do throws(FileError) {
            if !store.own.has(database) {
                try store.own.create()
                try store.own.add(database, with: [], mode: 0o600)
            }
        } catch {
            throw StoreError.file(error)
        }
        let path = store.own.path(of: database)
        // Two servers would each grant all seats. The lock ends with its process, however that ends.
        let lock = Foundation.open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw SeatsTaken(path: path) }
        return try SeatDatabase(at: path)
    }

    /// The servers that this computer asks: its own, those of the settings, and those that it was enrolled at.
    private static func register(
        _ settings: SiteSettings, _ seats: SeatService, in store: LicenseStore
    ) throws -> SeatServerRegister {
        let folder = store.own
        let book =
            folder.has(SeatServerBook.file)
            ? try SeatServerBook(
                parsing: folder.read(SeatServerBook.file, atMost: SeatServerBook.limit))
            : SeatServerBook()
        let (servers, roots) = (try settings.servers(), try settings.serverRoots())
        do throws(UnreadableRoots) {
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
    var routes: LocalRoutes {
        let (router, local) = (service.router, LocalSeatRouter(local, register))
        return LocalRoutes(
            for: { path in
                LocalSeatRouter.isFor(path)
                    || SeatPath.isOne(path) && path != SeatPath.events && path != SeatPath.health
            }, bodyLimit: SeatPath.renewalsLimit,
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
    private static func isAlive(_ owner: SeatOwner) -> Bool {
        owner.process <= 0 || kill(owner.process, 0) == 0 || errno == EPERM
    }
}

/// Another daemon has the leases.
private struct SeatsTaken: Error, ExplainedError {
    let path: String
    var text: String { "another daemon serves the seats in \(path)" }
}

extension UnreadableRoots {
    fileprivate var text: String { "server-roots: \(path) holds no certificate in PEM" }
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
