import LicenseBinding
import VerdictText

extension SignedLicense {
    /// What may be used, by whom and until when, as rows of a table.
    var facts: [[String]] {
        guard phone != nil else { return license.facts }
        return license.facts + [
            ["given", "by phone; its licensee is not verified: keybound license exchange"]
        ]
    }
}

extension License {
    fileprivate var facts: [[String]] {
        var rows = [
            ["license", id.description], ["publisher", publisher],
            [
                "product",
                [product.id, product.name, product.edition]
                    .compactMap(\.self).joined(separator: ", "),
            ],
            ["licensee", licensee.name], ["issued", Timestamp.text(issuedAt)],
        ]
        if let start = notBefore { rows.append(["valid from", Timestamp.text(start)]) }
        rows.append(["expires", expires.map(Timestamp.text) ?? "never"])
        if let kit = kit { rows.append(["kit", kit]) }
        rows += features.map { ["feature", $0.text] }
        if let seats = seats {
            rows.append(["seats", "\(seats.count) per \(seats.per.rawValue)"])
        }
        if let server = binding.seatServer { rows.append(["seat server", server.thumbprint]) }
        rows += supersedes.map { ["replaces", $0.description] }
        rows.append(["bound to", binding.text])
        if let machine = binding.machine {
            rows.append(["machine policy", machine.policy.rawValue])
        }
        guard binding.mode.hasKeys else { return rows }
        let grace = binding.grace
        return rows + [
            ["keys needed", "\(binding.quorum) of \(binding.keys.count)"],
            [
                "without the key",
                "running programs \(grace.running.text), starts \(grace.start.text)",
            ],
        ]
    }
}

extension Feature {
    fileprivate var text: String {
        let seats = seats.map { ", \($0) seats" } ?? ""
        return name + seats + (expires.map { ", until \(Timestamp.text($0))" } ?? "")
    }
}
