package import LicenseBinding

/// Why a center gave nothing (RFC 9457), as it comes over the wire.
package struct CenterProblem: Error, Hashable, Sendable {
    /// The HTTP status.
    package let status: Int
    /// The stable name of the reason.
    package let code: String
    /// For a person: what is wrong, what was expected and found, and what to do.
    package let detail: String
    /// The field of the request that it is about.
    package let field: String?
    /// In how many seconds it may be tried again.
    package let retryAfter: Int?

    /// Whether the same request would be refused again, whenever it comes.
    package var isFinal: Bool { 400..<500 ~= status && status != 429 }

    package init(
        status: Int, code: String, detail: String, field: String? = nil, retryAfter: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.field = field
        self.retryAfter = retryAfter
    }

    package init(parsing body: [UInt8], status: Int) throws(Defect) {
        let claims = try Claims(parsing: body)
        self.status = status
        code = try claims.text("code")
        detail = try claims.text("detail")
        field = try claims.string("field")
        retryAfter = try claims.integer("retryAfter", in: 0...86400).map { Int($0) }
    }

    package var json: JSONObject {
        JSONObject([
            "status": .integer(Int64(status)), "code": .string(code), "detail": .string(detail),
            "field": field.map { .string($0) },
            "retryAfter": retryAfter.map { .integer(Int64($0)) },
        ])
    }
}
