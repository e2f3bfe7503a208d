import CommandLineFront
import LicenseBinding
import VerdictText

/// The verdict on one license file, for people and for scripts.
struct LicenseAnswer {
    private let license: SignedLicense?
    let path: String
    private let verdict: Verdict

    /// - Parameter license: `nil` for a file that is no license.
    init(_ license: SignedLicense?, _ path: String, _ verdict: Verdict) {
        self.license = license
        self.path = path
        self.verdict = verdict
    }

    private var refusals: [RefusalText] {
        guard case .refused(let refusals) = verdict else { return [] }
        return refusals.map { RefusalText($0) }
    }

    var json: JSONObject {
        JSONObject([
            "id": .optional(license?.id.description), "file": .string(path),
        ]).adding(verdict.json)
    }

    func print() {
        let name = license.map { "\($0.id) (\($0.product.id))" } ?? path
        switch verdict {
        case .refused:
            Console.print("\(name.printable): \(Tone.bad("refused"))")
            for refusal in refusals { refusal.print() }
        case .accepted(let valid):
            let anchor = valid.keys.map(\.text).joined(separator: ", ")
            Console.print(
                "\(name.printable): \(Tone.good("accepted"))"
                    + (anchor.isEmpty ? "" : ", by the key \(anchor)"))
            for warning in valid.warnings { print(warning) }
        }
    }

    private func print(_ warning: Warning) {
        let head = "  " + Tone.attention("warning") + "  "
        guard case .machineChanged(let changes) = warning else {
            return Console.print(head + warning.text)
        }
        Console.print(head + "the computer changed:")
        for change in changes { Console.print("    " + change.text.printable) }
    }
}
