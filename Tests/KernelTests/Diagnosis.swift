import CommandRuns
import LicenseBinding
import Testing

/// What `keybound doctor --json` says.
struct Diagnosis {
    private let findings: [JSONValue]

    init(_ output: String) throws {
        let json = try JSONScanner.value(of: Array(output.utf8))
        findings = try #require(json["findings"]?.elements)
    }

    /// What a check found.
    func found(by check: String) -> [String] {
        findings.filter { $0["check"]?.text == check }.compactMap { $0["found"]?.text }
    }

    /// The commands that mend what a check found.
    func commands(for check: String) -> [String] {
        findings.filter { $0["check"]?.text == check && $0["level"] == "mend" }
            .flatMap { $0["commands"]?.elements ?? [] }.compactMap(\.text)
    }
}
