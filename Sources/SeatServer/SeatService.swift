import FoundationEssentials
import HTTPListening
import HummingbirdCore
import LicenseBinding
package import Logging
import NIOCore
package import SeatAllocation
package import SeatProtocol
import ServiceLifecycle
import Synchronization

/// A seat server: one key, seats for the whole site.
package final class SeatService: Service {
    /// How often the store is read anew, and borrowed seats are written down.
    private static let interval = Duration.seconds(60)
    /// The most connections, and of one address.
    private static let (connections, ofAddress) = (4096, 1024)

    private let current: Mutex<SeatServerSettings>
    private let reloads: AsyncStream<SeatServerSettings>
    private let office: SeatOffice
    private let licenses = SeatLicenses()
    private let clients: ClientRegistry
    private let keeper: DelegationKeeper
    private let desk: SeatDesk
    package let events: SeatEvents
    package let router: SeatRouter
    /// What the ledger follows.
    private let followed: Mutex<Followed>
    private let logger: Logger
    private let onReady: @Sendable (_ port: Int) -> Void

    /// Takes the leases that were kept, before anybody asks.
    /// - Parameters:
    ///   - reloads: settings that take the place of those before; where it listens, and its key, stay.
    ///   - onReady: told the port once it listens, if it does.
    package init(
        _ settings: SeatServerSettings, keptIn storage: any SeatStorage,
        reloads: AsyncStream<SeatServerSettings>, version: String, logger: Logger,
        onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) async throws {
        let (pools, successors) = licenses.read(settings.store)
        followed = Mutex(
            Followed(rules: settings.rules, pools: Set(pools), successors: successors))
        let now = SeatTime.now
        let ledger = SeatLedger(
            pools, rules: settings.rules, leaseTime: SeatServerSettings.leaseTime,
            restoring: try await storage.leases(at: now), successors: successors, at: now)
        let events = SeatEvents()
        let licenses = licenses
        office = SeatOffice(
            ledger, keptIn: storage,
            onKept: { changes in
                guard events.isHeard else { return }
                for change in changes { events.tell("seats", change.json) }
            })
        clients = try await ClientRegistry(storage)
        let signer = SeatSigner(settings.store, settings.detector, for: settings.key)
        desk = SeatDesk(
            office: office, licenses: licenses, grantor: SeatGrantor(key: settings.key),
            signer: signer, logger: logger)
        keeper = DelegationKeeper(licenses, by: signer, logger: logger) { authority in
            events.tell("key", authority.event)
        }
        router = SeatRouter(desk: desk, clients: clients, events: events, version: version)
        current = Mutex(settings)
        self.events = events
        self.reloads = reloads
        self.logger = logger
        self.onReady = onReady
    }

    /// This server, as the daemon asks it for programs of its own computer.
    /// - Parameter host: the name of this computer.
    package func source(_ host: String) -> any SeatSource { DeskSource(desk, host: host) }

    /// Until a graceful shutdown.
    package func run() async throws {
        let place = current.withLock(\.place)
        try await withGracefulShutdownHandler {
            let works = [
                Task { await self.keeper.run() }, Task { await self.followSettings() },
                Task { await self.tidy() }, Task { await self.events.showSigns() },
            ]
            defer { works.forEach { $0.cancel() } }
            if let place {
                try await listener(at: place).run()
            } else {
                try? await gracefulShutdown()
            }
        } onGracefulShutdown: {
            self.events.close()
        }
        // Borrowed seats last no longer for the time that it was down.
        try? await office.noteBorrowed()
    }

    private func listener(at place: SeatServerSettings.Place) -> HTTPListener<SeatVisitor> {
        let door = SeatDoor(router: router, clients: clients, isOpen: place.isOpen)
        return HTTPListener(
            at: .address(host: place.host, port: place.port), backlog: 1024, tls: place.tls,
            connections: Connections(
                most: Self.connections, ofOwner: place.isOpen ? Self.connections : Self.ofAddress),
            bodyLimit: { SeatPath.bodyLimit(of: $0) }, answersAtOnce: true, logger: logger,
            peer: { channel in channel.eventLoop.makeSucceededFuture(SeatVisitor(of: channel)) },
            answer: { request, visitor, channel, _ in
                await door.answer(request, visitor, channel)
            },
            onReady: { port in
                self.logger.info(
                    "seats", metadata: ["address": "\(place.host)", "port": "\(port)"])
                self.onReady(port)
            })
    }

    private func followSettings() async {
        for await settings in reloads {
            current.withLock { $0 = settings }
            await readStore()
        }
    }

    private func tidy() async {
        while (try? await Task.sleep(for: Self.interval)) != nil {
            await readStore()
            do {
                try await office.noteBorrowed()
            } catch {
                logger.error("storage", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Takes the licenses and the rules as they are now. No seat is dropped.
    private func readStore() async {
        let settings = current.withLock(\.self)
        let (pools, successors) = licenses.read(settings.store)
        let new = Followed(rules: settings.rules, pools: Set(pools), successors: successors)
        // With many leases it takes a while.
        if followed.withLock({ $0 != new }) {
            do {
                try await office.follow(settings.rules, pools, successors: successors)
                followed.withLock { $0 = new }
            } catch {
                logger.error("storage", metadata: ["error": "\(error)"])
            }
        }
        keeper.look()
    }
}

/// The rules, the pools, and the licenses that were replaced.
private struct Followed: Hashable, Sendable {
    let rules: SeatRules
    let pools: Set<SeatPool>
    let successors: [String: String]
}

extension SeatAuthority {
    fileprivate var event: JSONObject {
        JSONObject([
            "license": .string(name),
            "product": .string(license.product.id), "granting": .bool(obstacle == nil),
            "obstacle": obstacle.map { .string($0.code) },
        ])
    }
}

extension SeatChange {
    fileprivate var json: JSONObject {
        let now = SeatTime.now
        return switch self {
        case .added(let lease): JSONObject(["change": "claimed"]).adding(lease.json(at: now))
        case .borrowed(let lease): JSONObject(["change": "borrowed"]).adding(lease.json(at: now))
        case .moved(let lease): JSONObject(["change": "moved"]).adding(lease.json(at: now))
        case .writtenOff(let lease, let note):
            JSONObject(["change": "freed"]).adding(lease.json(at: now)).adding(
                JSONObject(["reason": .string(note.reason), "by": .string(note.actor)]))
        case .removed(let id):
            JSONObject(["change": "ended", "lease": .string(id.description)])
        }
    }
}
