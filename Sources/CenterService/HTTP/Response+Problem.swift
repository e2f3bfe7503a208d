import CenterDatabase
import CenterProtocol
import HTTPListening
import HTTPTypes
import Hummingbird
import LicenseBinding
import LicensingCenter
import VerdictText
import SQLiteFile

extension Response {
    static func notAllowed(
        _ method: HTTPRequest.Method, but allowed: [HTTPRequest.Method]
    ) -> Response {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        var response = Response(
            CenterProblem(
                status: 405, code: "METHOD_NOT_ALLOWED",
                detail: "Not by \(method), but by \(names)."))
        response.headers[.allow] = names
        return response
    }

    init(_ problem: CenterProblem) {
        self.init(
            problem: problem.json, status: problem.status, retryAfter: problem.retryAfter)
    }
}

extension CenterProblem {
    static let tooLarge = CenterProblem(
        status: 413, code: "TOO_LARGE",
        detail: "A request has at most \(CenterPath.requestLimit) bytes.")

    static func malformed(_ defect: Defect) -> CenterProblem {
        var field: String?
        if case .claim(let name, _) = defect, !name.isEmpty { field = name }
        return CenterProblem(
            status: 400, code: "MALFORMED", detail: "The request cannot be read: \(defect.text)",
            field: field)
    }

    /// - Parameter cause: what there was too much of, as a sentence's beginning.
    static func slowDown(_ delay: Duration, since cause: String) -> CenterProblem {
        let seconds = Int(delay.components.seconds) + 1
        return CenterProblem(
            status: 429, code: "SLOW_DOWN",
            detail: "\(cause), so the next one has to wait: \(seconds) s.", retryAfter: seconds)
    }

    init(_ problem: DatabaseProblem) {
        let (code, words) =
            switch problem {
            case .full: ("STORAGE_FULL", "Its disk is full.")
            case .locked: ("STORAGE_LOCKED", "Another process holds its database.")
            case .readOnly: ("STORAGE_READ_ONLY", "Its database cannot be written.")
            case .auditBroken: ("AUDIT_BROKEN", "Its audit log is not the one that it signed.")
            case .cannotOpen, .damaged, .foreign, .failed:
                ("STORAGE_FAILED", "Its database failed.")
            }
        self.init(
            status: 503, code: code,
            detail:
                "The center cannot work now, and nothing was changed. \(words) Try again later.",
            retryAfter: 30)
    }
}
