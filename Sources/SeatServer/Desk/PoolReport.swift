import LicenseBinding
import SeatAllocation
import SeatProtocol

/// How the seats of a pool are used.
struct PoolReport: Sendable {
    let pool: SeatPool
    let used: Int
    let users: Int
    let waiting: Int
    /// When the license or the feature ends, in seconds since 1970.
    let expires: Int64?
    /// What stands behind its seats.
    let assurance: Assurance?
    /// Why no seats are granted now.
    let obstacle: String?

    var json: JSONObject {
        JSONObject([
            "license": .string(pool.id.license), "product": .string(pool.product),
            "feature": pool.id.feature.map { .string($0) }, "seats": .integer(Int64(pool.seats)),
            "per": .string(pool.unit.rawValue), "used": .integer(Int64(used)),
            "users": .integer(Int64(users)), "waiting": .integer(Int64(waiting)),
            "expires": expires.map { .integer($0) },
            "assurance": assurance.map { .string($0.rawValue) },
            "obstacle": obstacle.map { .string($0) },
        ])
    }
}

extension SeatLease {
    func json(at now: SeatTime) -> JSONObject {
        JSONObject([
            "lease": .string(id.description), "license": .string(pool.license),
            "feature": pool.feature.map { .string($0) }, "user": .string(holder.user),
            "host": .string(holder.host), "session": .string(holder.session),
            "since": .integer(claimed),
            "seconds": .integer(max(0, (until - now).components.seconds)),
            "borrowed": .bool(isBorrowed),
        ])
    }
}
