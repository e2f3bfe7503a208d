package import FoundationEssentials

/// What may be used, by whom, and what it is bound to: the claims of a license file, verified or
/// about to be signed.
package struct License: Hashable, Sendable {
    /// The publisher's name (`iss`).
    package var publisher: String
    package var issuedAt: Date
    /// The license ID (`jti`).
    package var id: LicenseID
    package var notBefore: Date?
    package var expires: Date?
    /// The registration number of the kit that was sold.
    package var kit: String?
    package var licensee: Licensee
    package var product: Product
    package var features: [Feature]
    /// Network seats; none is one local workplace.
    package var seats: Seats?
    package var binding: Binding
    /// The licenses that this one replaces.
    package var supersedes: [LicenseID]
    /// Claims that a later version understands: they stay as they are.
    package var others: JSONObject

    /// Whether there are any concurrent uses on a network.
    package var hasSeats: Bool { seats != nil || features.contains { $0.seats != nil } }

    package init(
        publisher: String, issuedAt: Date, id: LicenseID, licensee: Licensee, product: Product,
        binding: Binding
    ) {
        self.publisher = publisher
        self.issuedAt = issuedAt
        self.id = id
        self.licensee = licensee
        self.product = product
        self.binding = binding
        features = []
        supersedes = []
        others = JSONObject()
    }
}

/// Whom a license was issued to.
package struct Licensee: Hashable, Sendable {
    package let name: String
    /// Tax number, country, city and what else the publisher keeps.
    package let others: JSONObject

    package init(name: String, others: JSONObject = JSONObject()) {
        self.name = name
        self.others = others
    }
}

/// The program that a license is for.
package struct Product: Hashable, Sendable {
    package let id: String
    package let name: String?
    package let edition: String?
    /// Members that a later version understands: they stay as they are.
    package let others: JSONObject

    package init(
        id: String, name: String? = nil, edition: String? = nil, others: JSONObject = JSONObject()
    ) {
        self.id = id
        self.name = name
        self.edition = edition
        self.others = others
    }
}

/// A part of the program that is licensed by its name.
package struct Feature: Hashable, Sendable {
    package let name: String
    package let seats: Int?
    package let expires: Date?
    /// Members that a later version understands: they stay as they are.
    package let others: JSONObject

    package init(
        name: String, seats: Int? = nil, expires: Date? = nil, others: JSONObject = JSONObject()
    ) {
        self.name = name
        self.seats = seats
        self.expires = expires
        self.others = others
    }
}

/// Concurrent uses on a network.
package struct Seats: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Sendable {
        case session, user, machine
    }

    package let count: Int
    package let per: Unit
    /// Members that a later version understands: they stay as they are.
    package let others: JSONObject

    package init(count: Int, per: Unit = .session, others: JSONObject = JSONObject()) {
        self.count = count
        self.per = per
        self.others = others
    }
}
