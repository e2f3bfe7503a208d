import CommandLineFront
import LicenseBinding

/// What all checks found.
struct Diagnosis {
    let findings: [Finding]

    init(of facts: SystemFacts) {
        findings = Finding.Check.allCases.flatMap { $0.findings(on: facts) }
    }

    var isHealthy: Bool { count(.mend) == 0 }

    var json: JSONObject {
        JSONObject([
            "healthy": .bool(isHealthy), "findings": .array(findings.map { .object($0.json) }),
        ])
    }

    func print() {
        for check in Finding.Check.allCases {
            let own = findings.filter { $0.check == check }
            let wanting = own.filter { $0.level != .ok }
            if wanting.isEmpty {
                Finding.ok(check, own.map(\.text).joined(separator: "; ")).print()
            } else {
                for finding in wanting { finding.print() }
            }
        }
        Console.print()
        Console.print(summary)
    }

    private var summary: String {
        switch (count(.mend), count(.unknown)) {
        case (0, 0): Tone.good("All well.")
        case (0, _): "All well, as far as it could be seen."
        case (1, _): Tone.bad("1 thing to mend.")
        case (let count, _): Tone.bad("\(count) things to mend.")
        }
    }

    private func count(_ level: Finding.Level) -> Int {
        findings.filter { $0.level == level }.count
    }
}

extension Finding {
    fileprivate var text: String { (subject.map { $0 + ": " } ?? "") + found }

    fileprivate func print() {
        let indent = String(repeating: " ", count: 21)
        Console.print(level.word + Self.padded(check.rawValue, 12) + text)
        if !why.isEmpty { Console.print(indent + why) }
        for command in commands { Console.print(indent + "  " + command) }
    }

    fileprivate static func padded(_ word: String, _ width: Int) -> String {
        word + String(repeating: " ", count: max(width - word.count, 1))
    }
}

extension Finding.Level {
    fileprivate var word: String {
        let word = Finding.padded(rawValue, 9)
        return switch self {
        case .ok: Tone.good(word)
        case .advice, .unknown: Tone.attention(word)
        case .mend: Tone.bad(word)
        }
    }
}
