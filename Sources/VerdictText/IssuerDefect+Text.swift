import LicenseBinding

extension IssuerDefect {
    /// What was expected and what was found.
    var comparison: (expected: String, found: String) {
        switch self {
        case .untrustedRoot(let kid):
            ("an issuing key certified by a trusted publisher", "one certified by the root \(kid)")
        case .certificateSignature:
            ("a certificate signed by the publisher's root", "a certificate that was changed")
        case .keyMismatch(let certified, let named):
            ("the certified issuing key \(certified)", "the key \(named)")
        case .publisherMismatch(let expected, let found):
            ("the publisher \"\(expected)\"", "the publisher \"\(found)\"")
        case .purpose(let expected, let found):
            (
                "an issuing key for the purpose \(expected.rawValue)",
                "one for \(found.map(\.rawValue).sorted().joined(separator: ", "))"
            )
        case .notYetValid(let start, let signed):
            (
                "a document signed after its issuing key was certified, \(Timestamp.text(start))",
                "one signed \(Timestamp.text(signed))"
            )
        case .expired(let end, let signed):
            (
                "a document signed before its issuing key expired, \(Timestamp.text(end))",
                "one signed \(Timestamp.text(signed))"
            )
        case .phoneLimit(.product(let id, let only)):
            (
                "a product that the publisher's phone key is for: \(only.joined(separator: ", "))",
                "the product \(id)"
            )
        case .phoneLimit(.seats(let count, let most)):
            ("at most \(most) seats, as the publisher's phone key may give", "\(count) seats")
        case .phoneLimit(.days(let count, let longest)):
            ("at most \(longest) days, as the publisher's phone key may give", "\(count) days")
        }
    }

    var remedy: String {
        switch self {
        case .untrustedRoot:
            "If you trust the publisher, add its root: keybound publisher add FILE"
        case .certificateSignature, .keyMismatch, .publisherMismatch:
            "Get the license from the publisher again."
        case .purpose, .notYetValid, .expired:
            "Ask the publisher for a license by a valid issuing key."
        case .phoneLimit:
            "Ask the publisher for a license by another channel: keybound license request"
        }
    }
}
