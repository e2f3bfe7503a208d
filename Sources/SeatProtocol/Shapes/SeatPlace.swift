package import LicenseBinding

/// A claim that waits: `{"lease", "place", "retryAfter"}`, with status 202.
package struct SeatPlace: Hashable, Sendable {
    package let lease: LeaseID
    /// From 1, the next one.
    package let place: Int

    package init(lease: LeaseID, place: Int) {
        self.lease = lease
        self.place = place
    }

    package init(_ claims: Claims) throws(Defect) {
        lease = try claims.lease("lease")
        place = Int(try claims.required("place", claims.integer("place", in: 1...1_000_000)))
    }

    /// The same as the reason why there is no seat yet.
    package var problem: SeatProblem {
        SeatProblem(
            status: 409, code: "SEATS_FULL",
            detail: "All seats are taken, and this claim is number \(place) of those who wait.",
            retryAfter: 5)
    }

    package var json: JSONObject {
        JSONObject([
            "lease": .string(lease.description), "place": .integer(Int64(place)),
            "retryAfter": .integer(5),
        ])
    }
}
