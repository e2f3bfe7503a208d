import LicenseBinding

extension RefusalWords {
    static func featureNotLicensed(_ name: String, _ licensed: [String]) -> RefusalWords {
        RefusalWords(
            "The license does not cover this feature.",
            expected: "the feature \(name)",
            found: licensed.isEmpty ? "no features" : licensed.joined(separator: ", "),
            remedy: "Ask the publisher for a license with the feature \(name).")
    }

    static func seat(_ trouble: SeatTrouble) -> RefusalWords {
        let (sentence, remedy): (String, String) =
            switch trouble.kind {
            case .full:
                (
                    "All seats of the network are taken.",
                    "Wait until somebody gives one back; who has them: keybound seats who"
                )
            case .denied:
                (
                    "The seat server gives no seat.",
                    "Ask the administrator of the seat server."
                )
            case .unreachable:
                (
                    "No seat server can be reached.",
                    "Find out whether the server runs, and whether the network is there: keybound seats list"
                )
            case .keyAbsent:
                (
                    "The seat server has no key now.",
                    "Plug the hardware key of the license into the seat server."
                )
            }
        return RefusalWords(
            sentence, expected: "a seat of the network", found: trouble.detail, remedy: remedy)
    }

    static func licenseAbsent(_ product: String, _ found: [String]) -> RefusalWords {
        RefusalWords(
            "No license for this program is installed.",
            expected: "a license for the product \(product)",
            found: found.isEmpty
                ? "no license of this publisher"
                : "licenses for " + found.joined(separator: ", "),
            remedy: "Install the license file that you got: keybound license install FILE")
    }
}
