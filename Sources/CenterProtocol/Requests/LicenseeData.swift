package import LicenseBinding

/// Whom a kit was sold to, as a person wrote it: a name, and what else the publisher asks for.
package struct LicenseeData: Hashable, Sendable {
    private static let (mostFields, longestText) = (32, 512)

    /// The fields in the order in which they were given; `name` is among them.
    package let fields: [(name: String, value: String)]

    /// Reads `{"name": "…", "taxID": "…", "country": "…", …}`: texts alone.
    package init(_ claims: Claims) throws(Defect) {
        guard claims.object.names.count <= Self.mostFields else {
            throw .claim("licensee", expected: "at most \(Self.mostFields) fields")
        }
        var fields: [(name: String, value: String)] = []
        for name in claims.object.names {
            let text = try claims.parsed(name, as: "a text of one line") { text in
                text.utf8.count <= Self.longestText
                    && !text.unicodeScalars.contains(where: \.isControl)
                    ? text : nil
            }
            fields.append((name, try claims.required(name, text)))
        }
        self.fields = fields
        guard let name = self["name"], name.contains(where: { !$0.isWhitespace }) else {
            throw .claim("licensee.name", expected: "the licensee's name")
        }
    }

    package subscript(name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    package var json: JSONObject {
        fields.reduce(into: JSONObject()) { $0[$1.name] = .string($1.value) }
    }

    package static func == (one: LicenseeData, other: LicenseeData) -> Bool {
        one.json == other.json
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(json)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
