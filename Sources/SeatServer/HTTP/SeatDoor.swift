import HTTPListening
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import SeatAllocation
import SeatProtocol
import SwiftASN1
import Synchronization
import X509

/// Lets those in who may take seats over the network, by their token or their certificate, and none of them too often.
struct SeatDoor: Sendable {
    let router: SeatRouter
    let clients: ClientRegistry
    let isOpen: Bool
    let limiter = VisitorLimiter()

    func answer(
        _ request: ReceivedRequest, _ visitor: SeatVisitor, _ channel: any Channel
    ) async -> Response {
        do throws(SeatProblem) {
            let peer = try await peer(of: request, visitor, channel)
            return await router.respond(to: request, of: peer)
        } catch {
            return Response(error)
        }
    }

    private func peer(
        of request: ReceivedRequest, _ visitor: SeatVisitor, _ channel: any Channel
    ) async throws(SeatProblem) -> SeatPeer {
        if !visitor.isLocal, let seconds = limiter.delay(of: visitor.owner) {
            throw SeatProblem(
                status: 429, code: "SLOW_DOWN",
                detail: "There were many requests from this address: wait \(seconds) s.",
                retryAfter: seconds)
        }
        // No page in a browser on this computer takes seats.
        if isOpen, request.header("Origin") != nil {
            throw SeatProblem(
                status: 403, code: "NOT_ALLOWED", detail: "Web pages may not ask a seat server.")
        }
        let stranger = SeatPeer(address: visitor.address)
        if isOpen || Self.isForEverybody(request) { return stranger }
        if let host = await certifiedHost(on: channel) {
            return SeatPeer(address: visitor.address, host: host)
        }
        let header = request.header("Authorization") ?? ""
        if header.hasPrefix("Bearer "),
            let client = clients.client(token: String(header.dropFirst(7)))
        {
            return SeatPeer(address: visitor.address, host: client.name)
        }
        throw SeatProblem(
            status: 401, code: "CLIENT_UNKNOWN",
            detail:
                "This computer is not enrolled here. Make a code on the server with keybound client "
                + "code, and then, on this computer: keybound client enroll URL")
    }

    private static func isForEverybody(_ request: ReceivedRequest) -> Bool {
        switch (request.method, request.path) {
        case (.GET, SeatPath.health), (.GET, SeatPath.readiness), (.GET, SeatPath.document),
            (.POST, SeatPath.clients):
            true
        default: false
        }
    }

    /// The name in a certificate that was verified.
    private func certifiedHost(on channel: any Channel) async -> String? {
        // None where none was shown, or over plain HTTP.
        let certificate = try? await channel.nioSSL_peerCertificate().get()
        guard let bytes = try? certificate?.toDERBytes(),
            let parsed = try? Certificate(derEncoded: bytes)
        else { return nil }
        if let names = try? parsed.extensions.subjectAlternativeNames {
            for case .dnsName(let name) in names { return name }
        }
        return nil
    }
}

/// Counts the requests of each address.
final class VisitorLimiter: Sendable {
    /// How many requests an address may send in a second, for long and at once.
    private static let (rate, burst) = (500.0, 2000.0)
    private static let most = 10_000

    private struct Budget {
        var left: Double
        var since: ContinuousClock.Instant
    }

    private let budgets = Mutex<[[UInt8]: Budget]>([:])

    /// - Returns: nothing for a request that may come now, else after how many seconds one may.
    func delay(of owner: [UInt8], at now: ContinuousClock.Instant = .now) -> Int? {
        budgets.withLock { budgets in
            if budgets.count > Self.most {
                // Those who were away for so long have all of their budget again.
                budgets = budgets.filter { now - $0.value.since < .seconds(Self.burst / Self.rate) }
            }
            var budget = budgets[owner] ?? Budget(left: Self.burst, since: now)
            let gained = (now - budget.since) / .seconds(1) * Self.rate
            budget = Budget(left: min(Self.burst, budget.left + gained), since: now)
            defer { budgets[owner] = budget }
            guard budget.left >= 1 else { return 1 }
            budget.left -= 1
            return nil
        }
    }
}
