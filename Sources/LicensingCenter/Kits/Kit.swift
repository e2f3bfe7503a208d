package import CenterProtocol
package import FoundationEssentials
package import LicenseBinding

/// What was sold: so many workplaces of a product, each with a main PIN and two backup PINs.
package struct Kit: Hashable, Sendable {
    package let registration: RegistrationNumber
    package let product: Product
    package let workplaces: Int
    /// Whose PINs they are: those of a basic kit have 16 digits.
    package let kind: PIN.Kind
    package let created: Date
    package let rule: KitRule
    package let terms: KitTerms

    package init(
        registration: RegistrationNumber, product: Product, workplaces: Int, kind: PIN.Kind,
        created: Date, rule: KitRule = KitRule(), terms: KitTerms = KitTerms()
    ) {
        self.registration = registration
        self.product = product
        self.workplaces = workplaces
        self.kind = kind
        self.created = created
        self.rule = rule
        self.terms = terms
    }
}

/// What the owner of a kit may do by himself, and how often.
package struct KitRule: Hashable, Sendable {
    package var emergenciesPerYear = 1
    package var emergencyDays = 14
    /// How often a license may be bound otherwise: what stays offline keeps its old license.
    package var rebindsPerYear = 12
    /// How often a workplace is recovered by phone as one where nothing has changed, which nobody can see.
    package var unseenRecoveriesPerYear = 6
    /// For how long a promotion can be undone.
    package var undoDays = 7
    /// How many PINs more there are without anybody being asked.
    package var additionalPINsPerYear = 1

    package init() {}

    package init(_ claims: Claims) throws(Defect) {
        func count(_ name: String, _ standard: Int) throws(Defect) -> Int {
            try claims.integer(name, in: 0...100_000).map { Int($0) } ?? standard
        }
        emergenciesPerYear = try count("emergenciesPerYear", emergenciesPerYear)
        emergencyDays = try count("emergencyDays", emergencyDays)
        rebindsPerYear = try count("rebindsPerYear", rebindsPerYear)
        unseenRecoveriesPerYear = try count("unseenRecoveriesPerYear", unseenRecoveriesPerYear)
        undoDays = try count("undoDays", undoDays)
        additionalPINsPerYear = try count("additionalPINsPerYear", additionalPINsPerYear)
    }

    package var json: JSONObject {
        JSONObject([
            "emergenciesPerYear": .integer(Int64(emergenciesPerYear)),
            "emergencyDays": .integer(Int64(emergencyDays)),
            "rebindsPerYear": .integer(Int64(rebindsPerYear)),
            "unseenRecoveriesPerYear": .integer(Int64(unseenRecoveriesPerYear)),
            "undoDays": .integer(Int64(undoDays)),
            "additionalPINsPerYear": .integer(Int64(additionalPINsPerYear)),
        ])
    }
}
