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
            "title": .string(status.reasonPhrase), "status": .integer(Int64(status.code)),
            "code": .string(code), "detail": .string(detail),
        ])
        return Response(json, status: status, type: "application/problem+json")
    }
}

extension Response {
    init(
        _ json: JSONObject, status: HTTPResponse.Status = .ok, type: String = "application/json"
    ) {
        let body = ByteBuffer(string: JSONValue.object(json).compact + "\n")
        self.init(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: body))
    }
}
