import AsyncHTTPClient
import CenterProtocol
package import HTTPAsking
package import LicenseBinding
import NIOCore
import NIOHTTP1
import NIOSSL

/// A licensing center, as a site asks it. A request that got no answer is sent again: it is the same request, which the
/// center answers once.
package struct CenterConnection: Sendable {
    /// How often a request is sent, and how long each time is waited.
    private static let (attempts, patience) = (4, TimeAmount.seconds(20))
    /// The longest that a center may let a site wait before it asks again.
    private static let longestWait = 60

    private let address: ServerAddress
    private let configuration: HTTPClient.Configuration
    /// Told why it is waited, and for how long.
    private let onWait: @Sendable (_ reason: String, Duration) -> Void

    /// - Parameter root: a PEM file of the roots that the center's certificate may be by; nothing for those of the
    ///   system.
    package init(
        to address: ServerAddress, trusting root: String?,
        onWait: @escaping @Sendable (_ reason: String, Duration) -> Void
    ) throws(CenterError) {
        self.address = address
        self.onWait = onWait
        do throws(UnreadableRoots) {
            // We ask again ourselves, and say so.
            configuration = try .server(
                trusting: root, connect: .seconds(10), read: Self.patience)
        } catch {
            throw .root(path: error.path)
        }
    }

    /// Sends a request, again where it got lost.
    /// - Returns: the body of the answer.
    package func post(_ path: String, _ request: JSONObject) async throws(CenterError) -> [UInt8] {
        var number = 1
        while true {
            let wait: Duration
            let reason: String
            do throws(CenterError) {
                return try await send(path, request)
            } catch {
                guard number < Self.attempts else { throw error }
                switch error {
                case .unreachable(let words):
                    (wait, reason) = (.seconds(1 << (number - 1)), words)
                case .refused(let problem):
                    guard problem.status == 429 || problem.status == 503,
                        let seconds = problem.retryAfter, seconds <= Self.longestWait
                    else { throw error }
                    (wait, reason) = (.seconds(seconds), problem.detail)
                case .root, .untrusted, .malformed: throw error
                }
            }
            onWait(reason, wait)
            // Canceled, it is sent at once, and ends with its task.
            try? await Task.sleep(for: wait)
            number += 1
        }
    }

    /// Asks once for what the center tells everybody.
    package func get(_ path: String) async throws(CenterError) -> [UInt8] {
        try await send(path, nil)
    }

    /// Sends a request once.
    package func send(
        _ path: String, _ asked: JSONObject?
    ) async throws(CenterError) -> [UInt8] {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result = await exchange(client, path, asked)
        // It has answered, or has not.
        try? await client.shutdown()
        return try result.get()
    }

    private func exchange(
        _ client: HTTPClient, _ path: String, _ asked: JSONObject?
    ) async -> Result<[UInt8], CenterError> {
        var request = HTTPClientRequest(url: address.description + path)
        if let asked {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: JSONValue.object(asked).compact))
        }
        let (status, body): (Int, [UInt8])
        do {
            let response = try await client.execute(request, timeout: Self.patience)
            status = Int(response.status.code)
            body = Array(
                try await response.body.collect(upTo: CenterPath.answerLimit).readableBytesView)
        } catch let error as NIOSSLError {
            return .failure(.untrusted("\(error)"))
        } catch let error as HTTPClientError where error == .remoteConnectionClosed {
            return .failure(.unreachable("it closed the connection"))
        } catch is NIOTooManyBytesError {
            return .failure(.malformed(status: 200, nil))
        } catch {
            return .failure(.unreachable("\(error)"))
        }
        guard status != 200 else { return .success(body) }
        do throws(Defect) {
            return .failure(.refused(try CenterProblem(parsing: body, status: status)))
        } catch {
            return .failure(.malformed(status: status, error))
        }
    }
}
