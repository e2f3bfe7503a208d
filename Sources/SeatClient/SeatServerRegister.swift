package import HTTPAsking
import LicenseBinding
package import SeatProtocol
import Synchronization

/// The seat servers that the daemon of a computer asks: its own, those of the settings in their order, and those that it was
/// enrolled at.
package final class SeatServerRegister: Sendable {
    package typealias Keep = @Sendable (SeatServerBook) throws -> Void

    fileprivate struct State {
        var settings: [ServerAddress]
        var root: String?
        var book: SeatServerBook
        var links: [SeatServerLink] = []
    }

    private let own: any SeatSource
    private let host: String
    private let keep: Keep
    private let state: Mutex<State>

    /// - Parameters:
    ///   - own: the server of this computer itself.
    ///   - host: the name of this computer.
    ///   - root: a PEM file of the roots that servers' certificates may be by.
    ///   - keep: writes down where this computer was enrolled.
    package init(
        own: any SeatSource, host: String, servers: [ServerAddress], trusting root: String?,
        book: SeatServerBook, keep: @escaping Keep
    ) throws(UnreadableRoots) {
        self.own = own
        self.host = host
        self.keep = keep
        var state = State(settings: servers, root: root, book: book)
        try state.connect()
        self.state = Mutex(state)
    }

    package var sources: [any SeatSource] { [own] + links }

    package var links: [SeatServerLink] { state.withLock(\.links) }

    /// Other settings from now on.
    package func follow(
        _ servers: [ServerAddress], trusting root: String?
    ) async throws(UnreadableRoots) {
        try await change { (state) throws(UnreadableRoots) in
            state.settings = servers
            state.root = root
        }
    }

    /// Enrolls this computer by a short code.
    package func enroll(at server: ServerAddress, code: String) async throws {
        let root = state.withLock(\.root)
        let link = try SeatServerLink(to: server, token: nil, trusting: root)
        let token: Result<String, SeatProblem>
        do throws(SeatProblem) {
            token = .success(try await link.enroll(host, code: code))
        } catch {
            token = .failure(error)
        }
        await link.close()
        var book = state.withLock(\.book)
        book.enroll(at: server, token: try token.get())
        try keep(book)
        try await change { (state) throws(UnreadableRoots) in state.book = book }
    }

    /// - Returns: whether it was enrolled there.
    package func leave(_ server: ServerAddress) async throws -> Bool {
        var book = state.withLock(\.book)
        guard book.forget(server) else { return false }
        try keep(book)
        try await change { (state) throws(UnreadableRoots) in state.book = book }
        return true
    }

    package func close() async {
        for link in links { await link.close() }
    }

    private func change(
        _ body: (inout State) throws(UnreadableRoots) -> Void
    ) async throws(UnreadableRoots) {
        let old = try state.withLock { (state) throws(UnreadableRoots) in
            let old = state.links
            var new = state
            try body(&new)
            try new.connect()
            state = new
            return old
        }
        // Seats that are held go on by the new links: those of the same name.
        for link in old { await link.close() }
    }
}

extension SeatServerRegister.State {
    mutating func connect() throws(UnreadableRoots) {
        var addresses = settings
        for (server, _) in book.tokens where !addresses.contains(server) {
            addresses.append(server)
        }
        var links: [SeatServerLink] = []
        for address in addresses {
            links.append(
                try SeatServerLink(to: address, token: book.token(of: address), trusting: root))
        }
        self.links = links
    }
}
