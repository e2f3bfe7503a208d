import Foundation
import FoundationEssentials
package import HTTPListening
import HTTPTypes
package import HummingbirdCore
import LicenseBinding
import NIOCore
import NIOHTTP1
import SeatAllocation
import SeatProtocol

/// What a seat server answers: paths and shapes of ``SeatPath``.
package struct SeatRouter: Sendable {
    private let desk: SeatDesk
    private let clients: ClientRegistry
    private let events: SeatEvents
    private let version: String

    init(desk: SeatDesk, clients: ClientRegistry, events: SeatEvents, version: String) {
        self.desk = desk
        self.clients = clients
        self.events = events
        self.version = version
    }

    /// Answers anything; what is wrong is told as a problem.
    package func respond(to request: ReceivedRequest, of peer: SeatPeer) async -> Response {
        do {
            return try await answer(request, peer)
        } catch let problem as SeatProblem {
            var response = Response(problem)
            if problem.status == 405 {
                response.headers[.allow] = SeatPath.methods(of: request.path)
                    .joined(separator: ", ")
            }
            return response
        } catch let defect as Defect {
            return Response(.malformed(defect))
        } catch {
            return Response(
                SeatProblem(status: 500, code: "FAILED", detail: "The server failed: \(error)"))
        }
    }

    private func answer(_ request: ReceivedRequest, _ peer: SeatPeer) async throws -> Response {
        switch (request.method, request.path) {
        case (.POST, SeatPath.leases): return try await claim(request, peer)
        case (.POST, SeatPath.renewals): return try await renew(request)
        case (_, let path) where path.hasPrefix(SeatPath.lease):
            let rest = path.utf8.dropFirst(SeatPath.lease.utf8.count)
            return try await lease(request, Substring(rest), peer)
        default: return try await other(request, peer)
        }
    }

    /// What is asked less often: tasks that answer the rest need no room for it.
    private func other(_ request: ReceivedRequest, _ peer: SeatPeer) async throws -> Response {
        switch (request.method, request.path) {
        case (.GET, SeatPath.leases): return await aside { Response(leases) }
        case (.GET, SeatPath.pools): return await aside { Response(pools) }
        case (.GET, SeatPath.server):
            return Response(desk.signer.server.publicKey.document)
        case (.GET, SeatPath.events): return events.response
        case (.GET, SeatPath.metrics): return await aside { Response(SeatMetrics(desk).text) }
        case (.GET, SeatPath.health):
            return Response(JSONObject(["status": "ok", "version": .string(version)]))
        case (.GET, SeatPath.readiness): return readiness
        case (.GET, SeatPath.document):
            return Response(
                status: .ok, headers: [.contentType: "application/yaml"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_yaml)))
        case (.GET, SeatPath.denials):
            try administer(peer)
            return Response(JSONObject(["denials": .array(desk.denials.all.map { .object($0) })]))
        case (.GET, SeatPath.writeOffs):
            try administer(peer)
            return Response(try await writeOffs)
        case (.GET, let path) where path.hasPrefix(SeatPath.chain + "/"):
            return Response(try chain(path.dropFirst(SeatPath.chain.count + 1)))
        case (_, let path) where path.hasPrefix(SeatPath.clients):
            return try await client(request, path.dropFirst(SeatPath.clients.count), peer)
        default: throw Self.unknown(request)
        }
    }

    /// What takes long with many leases holds up no other request.
    private func aside(_ work: @escaping @Sendable () -> Response) async -> Response {
        await Task.detached { work() }.value
    }

    private static func unknown(_ request: ReceivedRequest) -> SeatProblem {
        let methods = SeatPath.methods(of: request.path)
        guard !methods.isEmpty, !methods.contains(request.method.rawValue) else {
            return SeatProblem(
                status: 404, code: "NO_SUCH_PATH",
                detail: "There is no \(request.method) \(request.path).")
        }
        return SeatProblem(
            status: 405, code: "METHOD_NOT_ALLOWED",
            detail: "Not by \(request.method), but by \(methods.joined(separator: ", ")).")
    }

    private func administer(_ peer: SeatPeer) throws(SeatProblem) {
        guard peer.isAdministrator else { throw .notAllowed }
    }

    private func body(of request: ReceivedRequest) throws(SeatProblem) -> [UInt8] {
        let limit = SeatPath.bodyLimit(of: request.path)
        guard let body = request.body(atMost: limit) else { throw .tooLarge(limit) }
        return body
    }
}

// Claims and what becomes of them.
extension SeatRouter {
    private func claim(_ request: ReceivedRequest, _ peer: SeatPeer) async throws -> Response {
        let asked = try SeatRequest(parsing: body(of: request))
        switch try await desk.claim(asked, by: peer) {
        case .granted(let receipt, let isNew):
            return Response(receipt.json, status: isNew ? .created : .ok)
        case .queued(let place):
            return Response(SeatPlace(lease: asked.lease, place: place).json, status: .accepted)
        }
    }

    private func renew(_ request: ReceivedRequest) async throws -> Response {
        let asked = try SeatRenewals(parsing: body(of: request))
        var answers: [JSONValue] = []
        answers.reserveCapacity(asked.leases.count)
        for (number, renewal) in asked.leases.enumerated() {
            // Others are served in between.
            if number % 50 == 49 { await Task.yield() }
            do throws(SeatProblem) {
                answers.append(.object(try await desk.renew(renewal).json))
            } catch {
                answers.append(
                    .object(
                        JSONObject([
                            "lease": .string(renewal.lease.description),
                            "refusal": .object(error.json),
                        ])))
            }
        }
        return Response(JSONObject(["leases": .array(answers)]))
    }

    private func lease(
        _ request: ReceivedRequest, _ rest: Substring, _ peer: SeatPeer
    ) async throws -> Response {
        let end = rest.utf8.firstIndex(of: UInt8(ascii: "/"))
        let what = end.map { rest[$0...].dropFirst() }
        guard let id = LeaseID(String(rest[..<(end ?? rest.endIndex)])) else {
            guard SeatPath.methods(of: request.path).contains(request.method.rawValue) else {
                throw Self.unknown(request)
            }
            throw Defect.claim("lease", expected: "a UUID in the path")
        }
        guard request.method == .DELETE, what == nil else {
            return try await lease(request, id, what, peer)
        }
        try await desk.release(id, secret: try secret(of: request))
        return Response(status: .noContent)
    }

    private func lease(
        _ request: ReceivedRequest, _ id: LeaseID, _ what: Substring?, _ peer: SeatPeer
    ) async throws -> Response {
        switch (request.method, what) {
        case (.GET, "proof"): return Response(try desk.proof(of: id).json)
        case (.POST, "borrow"):
            let claims = try Claims(parsing: body(of: request))
            return Response(try await desk.borrow(SeatBorrowing(id, claims)).json)
        case (.POST, "free"):
            let claims = try Claims(parsing: body(of: request))
            let freed = try await desk.free(id, because: try claims.name("reason"), by: peer)
            return Response(JSONObject(["freed": .object(freed.json(at: .now))]))
        default: throw Self.unknown(request)
        }
    }

    private func secret(of request: ReceivedRequest) throws -> [UInt8] {
        guard let secret = request.header(SeatPath.secretHeader),
            let bytes = Base64URL.decode(secret), bytes.count == 32
        else {
            throw Defect.claim(
                SeatPath.secretHeader,
                expected: "the lease's secret, 32 bytes in base64url, as a header")
        }
        return bytes
    }

    private func chain(_ name: Substring) throws -> JSONObject {
        guard let license = LicenseID(String(name)), let chain = desk.chain(of: license) else {
            throw SeatProblem(
                status: 404, code: "NO_CHAIN",
                detail: "The server has no license \(name) that its key has spoken for.")
        }
        return chain.json
    }
}

// What is seen of a server.
extension SeatRouter {
    private var leases: JSONObject {
        let now = SeatTime.now
        let all = desk.office.look { $0.allLeases }.sorted { $0.claimed < $1.claimed }
        return JSONObject(["leases": .array(all.map { .object($0.json(at: now)) })])
    }

    private var pools: JSONObject {
        JSONObject(["pools": .array(desk.pools.map { .object($0.json) })])
    }

    private var readiness: Response {
        let reasons = desk.obstacles
        let isReady = reasons.isEmpty
        return Response(
            JSONObject([
                "status": isReady ? "ready" : "not ready",
                "reasons": .strings(reasons),
            ]), status: isReady ? .ok : .serviceUnavailable)
    }

    private var writeOffs: JSONObject {
        get async throws {
            let all = try await desk.office.writeOffs(atMost: 1000)
            let list = all.map { lease, note in
                JSONObject([
                    "lease": .string(lease.id.description), "user": .string(lease.holder.user),
                    "host": .string(lease.holder.host), "license": .string(lease.pool.license),
                    "feature": lease.pool.feature.map { .string($0) },
                    "borrowed": .bool(lease.isBorrowed), "time": .integer(note.time),
                    "reason": .string(note.reason), "by": .string(note.actor),
                ])
            }
            return JSONObject(["writeOffs": .array(list.map { .object($0) })])
        }
    }
}

// Computers that may take seats over the network.
extension SeatRouter {
    private func client(
        _ request: ReceivedRequest, _ rest: Substring, _ peer: SeatPeer
    ) async throws -> Response {
        switch (request.method, rest) {
        case (.GET, ""):
            try administer(peer)
            let list = clients.all.map { client in
                JSONObject(["name": .string(client.name), "since": .integer(client.since)])
            }
            return Response(JSONObject(["clients": .array(list.map { .object($0) })]))
        case (.POST, "/codes"):
            try administer(peer)
            return Response(
                JSONObject([
                    "code": .string(clients.newCode()),
                    "seconds": .integer(ClientRegistry.codeLife.components.seconds),
                ]), status: .created)
        case (.POST, ""):
            let claims = try Claims(parsing: body(of: request))
            let token = try await clients.enroll(
                try claims.name("host"), by: try claims.name("code"))
            return Response(JSONObject(["token": .string(token)]), status: .created)
        case (.DELETE, let name) where name.hasPrefix("/"):
            try administer(peer)
            let host = String(name.dropFirst()).removingPercentEncoding ?? ""
            guard try await clients.remove(host) else {
                throw SeatProblem(
                    status: 404, code: "NO_SUCH_CLIENT", detail: "There is no client \(host).")
            }
            return Response(status: .noContent)
        default: throw Self.unknown(request)
        }
    }
}
