import AgentProtocol
import HTTPAsking
package import HTTPListening
import HTTPTypes
package import HummingbirdCore
import LicenseBinding
import NIOHTTP1
import SeatProtocol

/// What the daemon answers to programs and commands of its computer about seats.
package struct LocalSeatRouter: Sendable {
    private let seats: LocalSeats
    private let register: SeatServerRegister

    package init(_ seats: LocalSeats, _ register: SeatServerRegister) {
        self.seats = seats
        self.register = register
    }

    package static func isFor(_ path: String) -> Bool {
        path == AgentPath.seats || path.hasPrefix(AgentPath.seats + "/")
            || path == AgentPath.seatServers
    }

    package static func isFor(_ request: ReceivedRequest) -> Bool { isFor(request.path) }

    /// - Parameter isAdministrator: whether he may say which servers are asked.
    package func respond(
        to request: ReceivedRequest, of owner: SeatOwner, isAdministrator: Bool
    ) async -> Response {
        do {
            return try await answer(request, owner, isAdministrator)
        } catch let problem as SeatProblem {
            return Response(
                problem: problem.json, status: problem.status, retryAfter: problem.retryAfter)
        } catch let defect as Defect {
            return Response(
                problem: SeatProblem(
                    status: 400, code: "MALFORMED",
                    detail: "The request cannot be read: \(defect)"
                ).json, status: 400)
        } catch {
            return Response(
                problem: SeatProblem(
                    status: 500, code: "FAILED", detail: "The daemon failed: \(error)"
                ).json, status: 500)
        }
    }

    private func answer(
        _ request: ReceivedRequest, _ owner: SeatOwner, _ isAdministrator: Bool
    ) async throws -> Response {
        let path = request.path
        switch (request.method, path) {
        case (.POST, AgentPath.seats):
            let question = try LocalSeatQuestion(parsing: body(of: request))
            return Response(try await seats.answer(to: question, of: owner).json)
        case (.GET, AgentPath.seats): return Response(await seats.report(register.links))
        case (.POST, AgentPath.seatServers), (.DELETE, AgentPath.seatServers):
            guard isAdministrator else {
                throw SeatProblem(
                    status: 403, code: "NOT_ALLOWED",
                    detail: "Only root, or the daemon's own user, may enroll this computer.")
            }
            return try await enroll(request)
        case (_, let path) where path.hasPrefix(AgentPath.seats + "/"):
            return try await lease(request, path.dropFirst(AgentPath.seats.count + 1))
        default:
            throw SeatProblem(
                status: 404, code: "NO_SUCH_PATH", detail: "There is no \(request.method) \(path).")
        }
    }

    private func lease(_ request: ReceivedRequest, _ rest: Substring) async throws -> Response {
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard let id = parts.first.flatMap({ LeaseID(String($0)) }), parts.count <= 2 else {
            throw Defect.claim("lease", expected: "a UUID in the path")
        }
        switch (request.method, parts.dropFirst().first) {
        case (.DELETE, nil):
            let header = request.header(SeatPath.secretHeader)
            guard let secret = header.flatMap({ Base64URL.decode($0) }), secret.count == 32 else {
                throw Defect.claim(SeatPath.secretHeader, expected: "the lease's secret")
            }
            try await seats.release(id, secret: secret)
            return Response(status: .noContent)
        case (.POST, "borrow"):
            let claims = try Claims(parsing: body(of: request))
            let (seat, chain, server) = try await seats.borrow(SeatBorrowing(id, claims))
            return Response(
                JSONObject([
                    "server": .string(server), "borrow": .object(seat.json),
                    "chain": .object(chain.json),
                ]))
        default:
            throw SeatProblem(
                status: 404, code: "NO_SUCH_PATH",
                detail: "There is no \(request.method) \(request.path).")
        }
    }

    private func enroll(_ request: ReceivedRequest) async throws -> Response {
        let claims = try Claims(parsing: body(of: request))
        let url = try claims.parsed("url", as: "the https URL of a seat server") {
            ServerAddress($0)
        }
        let server = try claims.required("url", url)
        if request.method == .POST {
            try await register.enroll(at: server, code: try claims.text("code"))
        } else {
            guard try await register.leave(server) else {
                throw SeatProblem(
                    status: 404, code: "NO_SUCH_SERVER",
                    detail: "This computer is not enrolled at \(server).")
            }
        }
        await seats.follow(register.sources)
        return Response(JSONObject(["server": .string(server.description)]))
    }

    private func body(of request: ReceivedRequest) throws(SeatProblem) -> [UInt8] {
        let limit = SeatPath.requestLimit
        guard let body = request.body(atMost: limit) else { throw .tooLarge(limit) }
        return body
    }
}
