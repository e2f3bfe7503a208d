package import LicenseBinding

extension JSONObject {
    package static func line(_ bytes: [UInt8]) throws(JSONError) -> JSONObject {
        guard case .object(let object) = try JSONScanner.value(of: bytes) else {
            throw .unexpectedByte(at: 0)
        }
        return object
    }

    package var line: [UInt8] { Array((JSONValue.object(self).compact + "\n").utf8) }

    func integer(_ name: String) -> Int64? {
        if case .integer(let integer) = self[name] { integer } else { nil }
    }

    func text(_ name: String) -> String? {
        if case .string(let text) = self[name] { text } else { nil }
    }
}
