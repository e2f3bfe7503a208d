package import LicenseBinding

/// A refusal in words: what is wrong, what was expected, what was found, what to do.
package struct RefusalText: Hashable, Sendable {
    package let code: String
    package let sentence: String
    package let expected: String
    package let found: String
    package let remedy: String

    package init(_ refusal: Refusal) {
        let words = refusal.words
        code = refusal.code
        sentence = words.sentence
        // Names in it come from devices and files.
        expected = words.expected.printable
        found = words.found.printable
        remedy = words.remedy.printable
    }

    package var json: JSONObject {
        JSONObject([
            "code": .string(code), "expected": .string(expected), "found": .string(found),
            "remedy": .string(remedy),
        ])
    }
}
