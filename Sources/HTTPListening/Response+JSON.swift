package import HTTPTypes
package import HummingbirdCore
package import LicenseBinding
import NIOCore

extension Response {
    /// A JSON document, which no cache keeps.
    package init(_ json: JSONObject, status: HTTPResponse.Status = .ok) {
        self.init(json, status: status, headers: Self.document)
    }

    private init(_ json: JSONObject, status: HTTPResponse.Status, headers: HTTPFields) {
        var text = json.compactBytes
        text.append(UInt8(ascii: "\n"))
        self.init(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: text)))
    }

    private static let document: HTTPFields = [
        .contentType: "application/json", .cacheControl: "no-store",
    ]
    private static let problem: HTTPFields = [
        .contentType: "application/problem+json", .cacheControl: "no-store",
    ]

    /// Why a request got no answer (RFC 9457).
    /// - Parameter problem: with a `code`, and a `detail` for people.
    package init(problem: JSONObject, status: Int, retryAfter: Int? = nil) {
        let status = Self.statuses.first { $0.code == status } ?? .internalServerError
        self.init(
            JSONObject(["title": .string(status.reasonPhrase)]).adding(problem),
            status: status, headers: Self.problem)
        if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
    }

    /// All that servers say; a status of another number has no name.
    private static let statuses: [HTTPResponse.Status] = [
        .badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed, .conflict,
        .contentTooLarge, .tooManyRequests, .internalServerError, .serviceUnavailable,
    ]
}
