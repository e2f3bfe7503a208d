package import FoundationEssentials
package import LicenseBinding

/// What a kit's licenses allow, and what they ask of their keys.
package struct KitTerms: Hashable, Sendable {
    package var features: [Feature] = []
    /// Network seats; none is one local workplace.
    package var seats: Seats?
    /// The last second of the term; none is for good.
    package var expires: Date?
    package var minimumAssurance = Assurance.identified
    package var grace = Grace()

    package init() {}

    package init(_ claims: Claims) throws(Defect) {
        features = try Feature.all(of: claims)
        seats = try claims.optional("seats", Seats.init)
        expires = try claims.date("exp")
        minimumAssurance = try claims.word("minimumAssurance", Assurance.self) ?? minimumAssurance
        grace = try claims.optional("grace", Grace.init) ?? grace
    }

    /// The members have the names and forms that they have in a license.
    package var json: JSONObject {
        JSONObject([
            "features": features.isEmpty ? nil : .object(Feature.json(features)),
            "seats": seats.map { .object($0.json) }, "exp": expires.map { .integer($0.seconds) },
            "minimumAssurance": .string(minimumAssurance.rawValue), "grace": .object(grace.json),
        ])
    }
}

extension License {
    /// Takes over the terms of the kit that it is of.
    package mutating func take(_ terms: KitTerms) {
        features = terms.features
        seats = terms.seats
        // An emergency ends sooner, and never later than what was sold.
        expires = [expires, terms.expires].compactMap(\.self).min()
        guard binding.mode.hasKeys else { return }
        binding.minimumAssurance = terms.minimumAssurance
        binding.grace = terms.grace
    }
}
