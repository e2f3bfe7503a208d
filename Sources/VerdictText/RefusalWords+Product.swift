extension RefusalWords {
    static func featureNotLicensed(_ name: String, _ licensed: [String]) -> RefusalWords {
        RefusalWords(
            "The license does not cover this feature.",
            expected: "the feature \(name)",
            found: licensed.isEmpty ? "no features" : licensed.joined(separator: ", "),
            remedy: "Ask the publisher for a license with the feature \(name).")
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
