import HTTPTypes
import HummingbirdCore
import LicenseBinding
import NIOCore
import SeatProtocol
import VerdictText

extension Response {
    init(
        _ json: JSONObject, status: HTTPResponse.Status = .ok, type: String = "application/json"
    ) {
        let body = ByteBuffer(string: JSONValue.object(json).compact + "\n")
        self.init(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: body))
    }

    /// Text in the form of Prometheus.
    init(_ metrics: String) {
        self.init(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: metrics)))
    }

    /// All that a server says.
    private static let statuses: [HTTPResponse.Status] = [
        .badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed, .conflict,
        .contentTooLarge, .tooManyRequests, .internalServerError, .serviceUnavailable,
    ]

    init(_ problem: SeatProblem) {
        let status = Self.statuses.first { $0.code == problem.status } ?? .internalServerError
        self.init(
            JSONObject(["title": .string(status.reasonPhrase)]).adding(problem.json),
            status: status, type: "application/problem+json")
        if problem.status == 401 { headers[.wwwAuthenticate] = "Bearer" }
        if let seconds = problem.retryAfter { headers[.retryAfter] = String(seconds) }
    }
}

extension SeatProblem {
    static func tooLarge(_ limit: Int) -> SeatProblem {
        SeatProblem(
            status: 413, code: "TOO_LARGE", detail: "Such a request has at most \(limit) bytes.")
    }

    static func malformed(_ defect: Defect) -> SeatProblem {
        SeatProblem(
            status: 400, code: "MALFORMED", detail: "The request cannot be read: \(defect.text)")
    }
}
