import HTTPListening
import HTTPTypes
import HummingbirdCore
import LicenseBinding
import NIOCore
import SeatProtocol
import VerdictText

extension Response {
    /// Text in the form of Prometheus.
    init(_ metrics: String) {
        self.init(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: metrics)))
    }

    init(_ problem: SeatProblem) {
        self.init(
            problem: problem.json, status: problem.status, retryAfter: problem.retryAfter)
    }
}

extension SeatProblem {
    static func malformed(_ defect: Defect) -> SeatProblem {
        SeatProblem(
            status: 400, code: "MALFORMED", detail: "The request cannot be read: \(defect.text)")
    }
}
