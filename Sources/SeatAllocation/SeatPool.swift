package import LicenseBinding

/// The seats of a license, or of one of its features.
package struct SeatPool: Hashable, Sendable {
    package struct ID: Hashable, Sendable {
        package let license: String
        /// None for the product alone.
        package let feature: String?

        package init(license: String, feature: String? = nil) {
            self.license = license
            self.feature = feature
        }
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
