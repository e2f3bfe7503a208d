import FoundationEssentials
import LicenseBinding
import TestPublisher

extension Fixture {
    /// Licenses by phone that must be accepted.
    static func acceptedByPhone() throws -> [Fixture] {
        var machine = PhoneStory()
        machine.binding = Binding(
            mode: .machine, machine: .sample(deviceKey: SeededKey(seed: 9).publicKey))
        return [
            Fixture("phone-key", try PhoneStory().file),
            Fixture("phone-machine", try machine.file),
            Fixture("phone-no-line-feed", try PhoneStory().file.dropLast()),
        ]
    }

    /// Licenses by phone that must be refused.
    static func byPhone() throws -> [Fixture] {
        func story(_ name: String, _ change: (inout PhoneStory) -> Void) throws -> Fixture {
            var story = PhoneStory()
            change(&story)
            return Fixture(name, try story.file)
        }
        func edited(_ name: String, _ old: String, _ new: String) throws -> Fixture {
            let text = try PhoneStory().license.file
            let edited = text.replacing(old, with: new)
            precondition(edited != text, "\(old) stands in a license by phone")
            return Fixture(name, edited)
        }
        return [
            try edited(
                "SIGNATURE_INVALID-phone-of-more-days", #""phoneDays":90"#, #""phoneDays":900"#),
            try edited("SIGNATURE_INVALID-phone-of-another-day", "2027-01-01\"", "2027-01-02\""),
            try edited(
                "SIGNATURE_INVALID-phone-of-another-licensee", "Example Institute",
                "Another Institute"),
            try edited("MALFORMED-phone-of-no-type", "phone-license", "phone-licence"),
            try edited("MALFORMED-phone-without-terms", #""terms":"#, #""term":"#),
            try story("ISSUER_UNKNOWN-phone-key-expired") {
                $0.certifiedTo = TestTime.issued - TestTime.day * 2
                $0.certifiedFrom = TestTime.issued - TestTime.day * 3
            },
            try story("ISSUER_UNKNOWN-phone-key-for-another-product") {
                $0.limits.products = ["drawer"]
            },
            try story("ISSUER_UNKNOWN-phone-key-for-fewer-seats") {
                $0.limits.mostSeats = 4
                $0.terms.seats = Seats(count: 5)
            },
            try story("ISSUER_UNKNOWN-phone-key-for-fewer-days") { $0.limits.longestDays = 30 },
            try story("ISSUER_UNKNOWN-phone-key-of-a-stranger") { $0.publisher = .stranger },
            try story("EXPIRED-phone-term-over") { $0.terms.phoneDays = 20 },
            try story("KEY_WRONG-phone-of-another-key") { $0.binding = .sample([.sample(2)]) },
        ]
    }
}
