package import LicenseBinding

/// The seats of a license, or of one of its features.
package struct SeatPool: Hashable, Sendable {
    package struct ID: Hashable, Sendable {
        package let license: String
        /// None for the product alone.
        package let feature: String?
        /// Found once: a pool is looked up more than ten times for a lease.
        private let hash: Int

        package init(license: String, feature: String? = nil) {
            self.license = license
            self.feature = feature
            var hasher = Hasher()
            hasher.combine(license)
            hasher.combine(feature)
            hash = hasher.finalize()
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(hash) }
    }

    package let id: ID
    /// The program's ID, by which rules speak of it: licenses come and go.
    package let product: String
    package let seats: Int
    /// What takes one seat.
    package let unit: Seats.Unit
    /// For how long a client goes on without the server: the server holds its seat as long.
    package let grace: Duration

    package init(_ id: ID, of product: String, seats: Int, per unit: Seats.Unit, grace: Duration) {
        self.id = id
        self.product = product
        self.seats = seats
        self.unit = unit
        self.grace = grace
    }
}
