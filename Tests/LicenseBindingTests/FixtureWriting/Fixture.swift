import LicenseBinding
import TestPublisher

/// A license file that must be accepted or refused; a refused one begins with its refusal code.
struct Fixture: Hashable {
    let name: String
    let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    init(_ name: String, _ text: String) {
        self.init(name, Array(text.utf8))
    }

    static let publisher = TestPublisher()

    static var accepted: [Fixture] {
        get throws { try acceptedFixtures() + acceptedByPhone() }
    }

    static var refused: [Fixture] {
        get throws {
            try forms() + edits() + headers() + algorithms() + issuers() + duplicates()
                + payloads() + claims() + bindings() + provingKeys() + verdicts()
                + byPhone()
        }
    }
}
