package import LicenseBinding

/// What a command line gave back.
package struct CommandResult: Sendable {
    package let code: Int32
    package let output: String
    package let diagnostics: String

    /// The one JSON document of the output.
    package var json: JSONValue? {
        try? JSONScanner.value(of: Array(output.utf8))
    }
}

extension JSONValue {
    /// A member of an object.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }

    /// An element of an array.
    package subscript(index: Int) -> JSONValue? {
        guard case .array(let values) = self, values.indices.contains(index) else { return nil }
        return values[index]
    }

    package var elements: [JSONValue] {
        guard case .array(let values) = self else { return [] }
        return values
    }

    package var count: Int { elements.count }

    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
