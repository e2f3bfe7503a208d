import FoundationEssentials
import LicenseBinding
import TestPublisher

extension Fixture {
    static func acceptedFixtures() throws -> [Fixture] {
        let line = try segments().joined(separator: ".")
        var machine = License.sample(id: "machine-1")
        machine.binding = Binding(mode: .machine, machine: .sample())
        var either = License.sample(id: "either-1")
        either.binding = Binding(
            mode: .keyOrMachine, keys: [BoundKey(id: .sample(), role: .primary)],
            machine: .sample(.strict))
        var both = either
        both.binding.mode = .keyAndMachine
        var compared = either
        compared.binding.mode = .key
        var term = License.sample(id: "term-1")
        term.notBefore = TestTime.issued
        term.expires = TestTime.now + 365 * TestTime.day
        term.seats = Seats(count: 25, per: .user)
        return [
            Fixture("one-line", line + "\n"), Fixture("no-line-feed", line),
            try license("machine", machine), try license("key-or-machine", either),
            try license("key-and-machine", both), try license("machine-beside-key", compared),
            try license("term-and-seats", term),
            try license("proving-key-as-spare", provingKey),
            try license("spare-present", .sample(binding: .sample([.sample(2), .sample()]))),
            Fixture("rotated-issuing-key", try publisher.rotated.file(of: .sample())),
            try claim(
                "unknown-claim", "added-later",
                .members(["deep": .array([.number("2.5"), .bool(true), .null])])),
            try header("unknown-header-member", "added-later", "yes"),
            try payload("space-in-payload", " " + claimsText() + "\r\n\t "),
            try issuer(
                "certificate-ended-after-signing",
                publisher.certificate(to: TestTime.issued + TestTime.day)),
        ]
    }
}
