package import FoundationEssentials

/// What a kit's licenses allow, and what they ask of their keys.
package struct KitTerms: Hashable, Sendable {
    package var features: [Feature] = []
    /// Network seats; none is one local workplace.
    package var seats: Seats?
    /// The last second of the term; none is for good.
    package var expires: Date?
    package var minimumAssurance = Assurance.identified
    package var grace = Grace()
    /// How many days a license that was given by phone holds.
    package var phoneDays = 90

    package init() {}

    package init(_ claims: Claims) throws(Defect) {
        features = try Feature.all(of: claims)
        seats = try claims.optional("seats", Seats.init)
        expires = try claims.date("exp")
        minimumAssurance = try claims.word("minimumAssurance", Assurance.self) ?? minimumAssurance
        grace = try claims.optional("grace", Grace.init) ?? grace
        phoneDays = try claims.integer("phoneDays", in: 1...36525).map { Int($0) } ?? phoneDays
    }

    /// The members have the names and forms that they have in a license.
    package var json: JSONObject {
        JSONObject([
            "features": features.isEmpty ? nil : .object(Feature.json(features)),
            "seats": seats.map { .object($0.json) }, "exp": expires.map { .integer($0.seconds) },
            "minimumAssurance": .string(minimumAssurance.rawValue), "grace": .object(grace.json),
            "phoneDays": .integer(Int64(phoneDays)),
        ])
    }

    /// Whether there are any concurrent uses on a network.
    package var hasSeats: Bool { seats != nil || features.contains { $0.seats != nil } }

    /// The most concurrent uses of the product or of one of its features.
    package var mostSeats: Int {
        ([seats?.count] + features.map(\.seats)).compactMap(\.self).max() ?? 1
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
