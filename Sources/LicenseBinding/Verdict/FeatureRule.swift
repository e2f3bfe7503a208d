/// A feature that is to be used must stand in the license, and not have expired by itself.
enum FeatureRule {
    static func refusals(of license: SignedLicense, given evidence: Evidence) -> [Refusal] {
        guard let name = evidence.feature else { return [] }
        guard let feature = license.features.first(where: { $0.name == name }) else {
            return [.featureNotLicensed(name, licensed: license.features.map(\.name))]
        }
        guard let end = feature.expires, evidence.time >= end else { return [] }
        return [.expired(on: end, now: evidence.time)]
    }
}
