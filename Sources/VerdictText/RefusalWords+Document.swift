import FoundationEssentials
import LicenseBinding
package import PhoneCodes

extension RefusalWords {
    private static let again = "Get the license from the publisher again."

    static func malformed(_ defect: Defect) -> RefusalWords {
        RefusalWords(
            "This is not a license file as publishers sign them.",
            expected: "one signed license on one line", found: defect.text,
            remedy: again + " Send it as a file, not as text.")
    }

    static func signatureInvalid(_ defect: SignatureDefect) -> RefusalWords {
        switch defect {
        case .mismatch:
            RefusalWords(
                "The license was changed after it was signed.",
                expected: "the publisher's signature over this content",
                found: "a signature that does not fit", remedy: again)
        case .algorithm(let found):
            RefusalWords(
                "The license is not signed in the way that its key demands.",
                expected: "the algorithm EdDSA", found: found ?? "no algorithm", remedy: again)
        case .commitment:
            RefusalWords(
                "The license was given by phone for something else than it says.",
                expected: "what the 48 digits of the request stand for",
                found: "another binding, kit or licensee",
                remedy: "Ask by phone again: keybound license activate --channel phone")
        case .unchecked(let error):
            RefusalWords(
                "The license was given by phone, and cannot be checked here.",
                expected: error.expectation, found: "an error of libsodium",
                remedy:
                    "Try it again once other programs have ended; an ordinary license needs no such check."
            )
        }
    }

    static func issuerUnknown(_ defect: IssuerDefect) -> RefusalWords {
        let (expected, found) = defect.comparison
        return RefusalWords(
            "The license is not signed by a publisher that is trusted here.",
            expected: expected, found: found, remedy: defect.remedy)
    }

    static func revoked(_ item: RevokedItem) -> RefusalWords {
        let found =
            switch item {
            case .license(let id): "the license \(id) on its revocation list"
            case .hardwareKey(let id): "the key \(id) on its revocation list"
            case .issuingKey(let thumbprint):
                "the issuing key \(thumbprint) on its revocation list"
            }
        return RefusalWords(
            "The publisher withdrew this license or a key that it depends on.",
            expected: "nothing of this license on the publisher's revocation list", found: found,
            remedy: "Use another key of the license, or ask the publisher for a new license.")
    }

    static func superseded(_ id: LicenseID, _ successor: LicenseID) -> RefusalWords {
        RefusalWords(
            "A newer license took the place of this one.",
            expected: "the license \(successor)", found: "the license \(id), which it replaces",
            remedy: "Use the newer license; this one can go: keybound license remove \(id)")
    }
}

extension SodiumError {
    /// What it needs.
    package var expectation: String {
        switch self {
        case .unusable: "a computer that gives random numbers"
        case .noMemory(let bytes): "\(bytes >> 20) MiB of free memory"
        }
    }
}
