import LicenseBinding
import SeatProtocol
import Synchronization

/// The last claims that were refused.
final class SeatDenials: Sendable {
    private static let most = 1000

    private let list = Mutex<[JSONObject]>([])

    var all: [JSONObject] { list.withLock(\.self) }

    func add(_ asked: SeatRequest, _ problem: SeatProblem, at time: Int64) {
        let entry = JSONObject([
            "time": .integer(time), "code": .string(problem.code),
            "reason": .string(problem.detail), "product": .string(asked.product),
            "feature": asked.feature.map { .string($0) }, "user": .string(asked.user),
            "host": .string(asked.host),
        ])
        list.withLock { list in
            if list.count >= Self.most { list.removeFirst(Self.most / 4) }
            list.append(entry)
        }
    }
}
