import LicenseBinding

/// The words for a refusal; ``RefusalText`` makes them safe to show.
struct RefusalWords {
    let sentence: String
    let expected: String
    let found: String
    let remedy: String

    init(_ sentence: String, expected: String, found: String, remedy: String) {
        self.sentence = sentence
        self.expected = expected
        self.found = found
        self.remedy = remedy
    }
}

extension Refusal {
    var words: RefusalWords {
        switch self {
        case .malformed(let defect): .malformed(defect)
        case .signatureInvalid(let defect): .signatureInvalid(defect)
        case .issuerUnknown(let defect): .issuerUnknown(defect)
        case .notYetValid(let start, let now): .notYetValid(start, now)
        case .expired(let end, let now): .expired(end, now)
        case .clockSetBack(let certain, let clock): .clockSetBack(certain, clock)
        case .keyAbsent(let shortage): .keyAbsent(shortage)
        case .keyWrong(let expected, let found): .keyWrong(expected, found)
        case .keyAnonymous(let expected, let key): .keyAnonymous(expected, key)
        case .keyNoAccess(let expected, let key): .keyNoAccess(expected, key)
        case .keyBusy(let expected, let key): .keyBusy(expected, key)
        case .keyProofFailed(let id, let defect): .keyProofFailed(id, defect)
        case .keyCloneSuspected(let id, .ports(let ports)): .keyCloneSuspected(id, ports)
        case .keyCloneSuspected(let id, .counter(let found, let last)):
            .keyCloneSuspected(id, found, last)
        case .assuranceTooLow(let id, let required, let found):
            .assuranceTooLow(id, required, found)
        case .machineChanged(let changes, let policy): .machineChanged(changes, policy)
        case .revoked(let item): .revoked(item)
        case .superseded(let id, let successor): .superseded(id, successor)
        case .featureNotLicensed(let name, let licensed): .featureNotLicensed(name, licensed)
        case .licenseAbsent(let product, let found): .licenseAbsent(product, found)
        case .seat(let trouble): .seat(trouble)
        }
    }
}
