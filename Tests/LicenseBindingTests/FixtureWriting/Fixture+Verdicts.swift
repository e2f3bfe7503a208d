import FoundationEssentials
import LicenseBinding
import TestPublisher

extension Fixture {
    /// Genuine licenses that do not hold here and now.
    static func verdicts() throws -> [Fixture] {
        var expired = License.sample()
        expired.expires = TestTime.now - TestTime.day
        var early = License.sample()
        early.notBefore = TestTime.now + TestTime.day
        let other = MachineBinding(
            .sample(changing: [.board: ["Example Board 8"], .disk: ["Example Disk C3"]]),
            policy: .tolerant, salt: [1, 2, 3])
        var machine = License.sample()
        machine.binding = Binding(mode: .machine, machine: other)
        return [
            try license("EXPIRED-term-over", expired),
            try license("NOT_YET_VALID-term-not-begun", early),
            try license(
                "CLOCK_SET_BACK-signed-in-the-future",
                .sample(issuedAt: TestTime.now + 2 * TestTime.day)),
            try license("KEY_WRONG-key-of-same-model", .sample(binding: .sample([.sample(2)]))),
            try license("KEY_ABSENT-key-of-other-model", .sample(binding: .sample([.hasp(7)]))),
            try license("KEY_ABSENT-proving-key", .sample(binding: .sample([.signing()]))),
            try license(
                "ASSURANCE_TOO_LOW-minimum-signed",
                .sample(binding: .sample(minimumAssurance: .signed))),
            try license("MACHINE_CHANGED-other-machine", machine),
        ]
    }
}
