import HTTPListening
import HTTPTypes
import Hummingbird
import LicenseBinding

/// Why a request got no answer (RFC 9457).
struct Problem: Error {
    let status: HTTPResponse.Status
    /// The stable name of the reason.
    let code: String
    let detail: String

    var response: Response {
        let json = JSONObject([
            "status": .integer(Int64(status.code)), "code": .string(code),
            "detail": .string(detail),
        ])
        return Response(problem: json, status: status.code)
    }
}
