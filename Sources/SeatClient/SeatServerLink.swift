import AsyncHTTPClient
import Glibc
package import HTTPAsking
package import LicenseBinding
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
package import SeatProtocol

/// A seat server on the network.
package final class SeatServerLink: SeatSource {
    /// How long an answer may take. A cut network is found out before a lease has ended.
    private static let patience = TimeAmount.seconds(10)
    /// The same where a key has to sign that another program may have.
    private static let loanPatience = TimeAmount.seconds(30)

    private let address: ServerAddress
    private let token: String?
    private let client: HTTPClient

    /// - Parameters:
    ///   - token: what the server gave this computer.
    ///   - root: a PEM file of the roots that the server's certificate may be by; nothing for those of the system.
    package init(
        to address: ServerAddress, token: String?, trusting root: String?
    ) throws(UnreadableRoots) {
        self.address = address
        self.token = token
        client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: try .server(
                trusting: root, connect: .seconds(5), read: Self.loanPatience))
    }

    package var name: String { address.description }

    /// Nothing is asked after this.
    package func close() async {
        // Whoever is asked still has answered, or has not.
        try? await client.shutdown()
    }

    package func claim(_ asked: SeatRequest) async throws(SeatProblem) -> SeatReceipt {
        try await answer(.POST, SeatPath.leases, asked.json) {
            (claims) throws(LicenseBinding.Defect) -> Result<SeatReceipt, SeatProblem> in
            claims.has("place")
                ? .failure(try SeatPlace(claims).problem) : .success(try SeatReceipt(claims))
        }.get()
    }

    package func renew(_ asked: SeatRenewals) async throws(SeatProblem) -> [SeatRenewed] {
        try await answer(.POST, SeatPath.renewals, asked.json) {
            (claims) throws(LicenseBinding.Defect) in
            var all: [SeatRenewed] = []
            for one in try claims.list("leases") ?? [] { all.append(try SeatRenewed(one)) }
            return all
        }
    }

    package func release(_ lease: LeaseID, secret: [UInt8]) async throws(SeatProblem) {
        _ = try await send(
            .DELETE, "\(SeatPath.lease)\(lease)", nil,
            [(SeatPath.secretHeader, Base64URL.encode(secret))])
    }

    package func chain(at path: String) async throws(SeatProblem) -> SeatChainDocument {
        // A server names places of its own alone.
        guard path.hasPrefix(SeatPath.chain + "/") else {
            throw .unreachable("\(name) names no chain: \(path)")
        }
        return try await answer(.GET, path, nil) { (claims) throws(LicenseBinding.Defect) in
            try SeatChainDocument(claims)
        }
    }

    package func proof(of lease: LeaseID) async throws(SeatProblem) -> NonceProof {
        try await answer(.GET, "\(SeatPath.lease)\(lease)/proof", nil) {
            (claims) throws(LicenseBinding.Defect) in try NonceProof(claims)
        }
    }

    package func borrow(_ asked: SeatBorrowing) async throws(SeatProblem) -> BorrowedSeat {
        try await answer(
            .POST, "\(SeatPath.lease)\(asked.lease)/borrow", asked.json, within: Self.loanPatience
        ) {
            (claims) throws(LicenseBinding.Defect) in try BorrowedSeat(claims)
        }
    }

    /// Enrolls this computer by a short code.
    /// - Returns: its token.
    package func enroll(_ host: String, code: String) async throws(SeatProblem) -> String {
        let asked = JSONObject(["host": .string(host), "code": .string(code)])
        return try await answer(.POST, SeatPath.clients, asked) {
            (claims) throws(LicenseBinding.Defect) in try claims.text("token")
        }
    }

    /// What a server shows.
    package func get(_ path: String) async throws(SeatProblem) -> JSONObject {
        try await answer(.GET, path, nil) { $0.object }
    }

    private func answer<Value>(
        _ method: HTTPMethod, _ path: String, _ asked: JSONObject?,
        within patience: TimeAmount = patience,
        _ read: (Claims) throws(LicenseBinding.Defect) -> Value
    ) async throws(SeatProblem) -> Value {
        let bytes = try await send(method, path, asked, within: patience)
        do throws(LicenseBinding.Defect) {
            return try read(Claims(parsing: bytes))
        } catch {
            throw .unreachable("\(name) does not answer like a seat server")
        }
    }

    private func send(
        _ method: HTTPMethod, _ path: String, _ asked: JSONObject?,
        _ headers: [(String, String)] = [], within patience: TimeAmount = patience
    ) async throws(SeatProblem) -> [UInt8] {
        var request = HTTPClientRequest(url: name + path)
        request.method = method
        for (field, value) in headers { request.headers.add(name: field, value: value) }
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let asked {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: JSONValue.object(asked).compact))
        }
        let (status, body): (Int, [UInt8])
        do {
            let response = try await client.execute(request, timeout: patience)
            status = Int(response.status.code)
            body = Array(
                try await response.body.collect(upTo: SeatPath.answerLimit).readableBytesView)
        } catch let error as NIOSSLError {
            throw .unreachable("\(name) is not who it should be: \(error)")
        } catch let error as HTTPClientError where error == .remoteConnectionClosed {
            throw .unreachable("\(name) closed the connection")
        } catch is NIOTooManyBytesError {
            throw .unreachable("\(name) answers too much")
        } catch {
            throw .unreachable("\(name) cannot be reached: \(Self.reason(error))")
        }
        guard !(200..<300).contains(status) else { return body }
        throw Self.problem(body, status) ?? .unreachable("\(name) answers with status \(status)")
    }

    /// Why there is no connection, for people.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { reason($0.error) } ?? "its name is unknown"
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error as HTTPClientError
        where [.connectTimeout, .readTimeout, .deadlineExceeded].contains(error):
            "it did not answer in time"
        default: "\(error)"
        }
    }

    private static func problem(_ body: [UInt8], _ status: Int) -> SeatProblem? {
        // What is no problem document is none of a seat server.
        try? SeatProblem(Claims(parsing: body), status: status)
    }
}

extension SeatRenewed {
    init(_ claims: Claims) throws(LicenseBinding.Defect) {
        let lease = try claims.lease("lease")
        if let refusal = try claims.claims("refusal") {
            self.init(lease: lease, outcome: .failure(try SeatProblem(refusal, status: 403)))
        } else {
            self.init(lease: lease, outcome: .success(try SeatReceipt(claims)))
        }
    }
}
