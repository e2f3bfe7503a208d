package import LicenseBinding

/// Why there is no seat, as a server tells it (RFC 9457): `{"title"?, "status", "code", "detail", "retryAfter"?}`.
package struct SeatProblem: Error, Hashable, Sendable {
    /// The status of HTTP.
    package let status: Int
    /// The stable name of the reason.
    package let code: String
    package let detail: String
    /// After how many seconds it may be asked again.
    package let retryAfter: Int?

    package init(status: Int, code: String, detail: String, retryAfter: Int? = nil) {
        self.status = status
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
    }

    /// - Parameter status: what HTTP said, where the problem itself does not.
    package init(_ claims: Claims, status: Int) throws(Defect) {
        self.status = Int(try claims.integer("status", in: 400...599) ?? Int64(status))
        code = try claims.text("code")
        detail = try claims.text("detail")
        retryAfter = try claims.integer("retryAfter", in: 0...86400).map { Int($0) }
    }

    /// A request is larger than it may be.
    package static func tooLarge(_ limit: Int) -> SeatProblem {
        SeatProblem(
            status: 413, code: "TOO_LARGE", detail: "Such a request has at most \(limit) bytes.")
    }

    package var json: JSONObject {
        JSONObject([
            "status": .integer(Int64(status)), "code": .string(code), "detail": .string(detail),
            "retryAfter": retryAfter.map { .integer(Int64($0)) },
        ])
    }
}
