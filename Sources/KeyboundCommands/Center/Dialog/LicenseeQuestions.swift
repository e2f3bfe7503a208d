import CenterProtocol
import CommandLineFront
import LicenseBinding

/// Asks whom the kit was sold to, field by field.
struct LicenseeQuestions {
    private static let fields = [
        ("name", "Licensee: name of the organization or person"), ("taxID", "  tax number"),
        ("country", "  country: its name, the beginning of it, or its code"), ("city", "  city"),
        ("email", "  mail address"),
    ]

    let terminal: DialogTerminal

    /// - Returns: nothing if the person wants to go back.
    func ask(_ known: LicenseeData?) throws -> LicenseeData? {
        var values: [String: String] = [:]
        for field in known?.fields ?? [] { values[field.name] = field.value }
        var index = 0
        while index < Self.fields.count {
            let (name, question) = Self.fields[index]
            let answer = try terminal.ask(question, known: values[name]) { text throws(Unfit) in
                guard !text.isEmpty || name != "name" else { throw Unfit("a name is needed") }
                // What was given before is what the center knows.
                return name == "country" && text != values[name] ? try country(text) : text
            }
            switch answer {
            case .given(let text):
                values[name] = text.isEmpty ? nil : text
                index += 1
            case .back where index == 0: return nil
            case .back: index -= 1
            }
        }
        var json = JSONObject()
        for (name, _) in Self.fields {
            if let value = values.removeValue(forKey: name) { json[name] = .string(value) }
        }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) { json[name] = .string(value) }
        do throws(Defect) {
            return try LicenseeData(Claims(json))
        } catch {
            throw CommandFailure("that cannot be whom the kit was sold to: \(error)")
        }
    }

    /// The name of a country of the list.
    private func country(_ text: String) throws(Unfit) -> String {
        guard !text.isEmpty else { return "" }
        let found = Countries.beginning(text)
        guard let first = found.first else {
            throw Unfit("there is no country of this name; its code of two letters is always right")
        }
        guard found.count == 1 else {
            let names = found.prefix(12).map { "\($0.name) (\($0.code))" }
            throw Unfit("which one? " + names.joined(separator: ", "))
        }
        return first.name
    }
}
