import FoundationEssentials

/// A license by phone is to be exchanged for an ordinary one.
enum PhoneRule {
    static func warnings(of license: SignedLicense) -> [Warning] {
        guard license.phone != nil, let end = license.expires else { return [] }
        return [.givenByPhone(until: end)]
    }
}
