package import FoundationEssentials

/// The members of a JSON object from outside, read as the types that are expected.
package struct Claims {
    package let object: JSONObject
    private let path: String

    package init(_ object: JSONObject, at path: String = "") {
        self.object = object
        self.path = path
    }

    /// The claims of a document's JSON text, which must be an object.
    package init(parsing bytes: [UInt8]) throws(Defect) {
        let value: JSONValue
        do { value = try JSONScanner.value(of: bytes) } catch { throw .json(error) }
        guard case .object(let object) = value else { throw .claim("", expected: "an object") }
        self.init(object)
    }

    private func defect(_ name: String, _ expected: String) -> Defect {
        .claim(path + name, expected: expected)
    }

    package func has(_ name: String) -> Bool {
        object[name] != nil
    }

    /// Makes sure that a member is there, for the accessors that give `nil` for one that is not.
    package func required<Value>(_ name: String, _ value: Value?) throws(Defect) -> Value {
        guard let value else { throw defect(name, "a value") }
        return value
    }

    package func string(_ name: String) throws(Defect) -> String? {
        switch object[name] {
        case nil: return nil
        case .string(let text)?: return text
        default: throw defect(name, "a string")
        }
    }

    package func text(_ name: String) throws(Defect) -> String {
        try required(name, string(name))
    }

    /// An integer within the range.
    package func integer(
        _ name: String, in range: ClosedRange<Int64>
    ) throws(Defect) -> Int64? {
        switch object[name] {
        case nil: return nil
        case .integer(let integer)? where range.contains(integer): return integer
        default: throw defect(name, "an integer from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    /// Bytes in base64url (RFC 4648, section 5).
    /// - Parameter count: how many they must be.
    package func bytes(_ name: String, count: Int? = nil) throws(Defect) -> [UInt8] {
        let bytes = try parsed(
            name, as: (count.map { "\($0) " } ?? "") + "bytes in base64url"
        ) { text in
            Base64URL.decode(text).flatMap { $0.count == count ?? $0.count ? $0 : nil }
        }
        return try required(name, bytes)
    }

    package func bool(_ name: String) throws(Defect) -> Bool? {
        switch object[name] {
        case nil: return nil
        case .bool(let bool)?: return bool
        default: throw defect(name, "true or false")
        }
    }

    /// A NumericDate in whole seconds (RFC 7519, section 2), from 1970 to the year 9999.
    package func date(_ name: String) throws(Defect) -> Date? {
        try integer(name, in: 0...253_402_300_799).map {
            Date(timeIntervalSince1970: TimeInterval($0))
        }
    }

    package func claims(_ name: String) throws(Defect) -> Claims? {
        switch object[name] {
        case nil: return nil
        case .object(let object)?: return Claims(object, at: path + name + ".")
        default: throw defect(name, "an object")
        }
    }

    /// A member that is an object of its own kind.
    package func optional<Value>(
        _ name: String, _ read: (Claims) throws(Defect) -> Value
    ) throws(Defect) -> Value? {
        guard let claims = try claims(name) else { return nil }
        return try read(claims)
    }

    package func strings(_ name: String) throws(Defect) -> [String]? {
        guard let values = try array(name) else { return nil }
        var texts: [String] = []
        for value in values {
            guard case .string(let text) = value else { throw defect(name, "an array of strings") }
            texts.append(text)
        }
        return texts
    }

    /// The objects of an array, each with its place in its path.
    package func list(_ name: String) throws(Defect) -> [Claims]? {
        guard let values = try array(name) else { return nil }
        var claims: [Claims] = []
        for (index, value) in values.enumerated() {
            guard case .object(let object) = value else {
                throw defect(name, "an array of objects")
            }
            claims.append(Claims(object, at: "\(path)\(name)[\(index)]."))
        }
        return claims
    }

    /// One of the words of an enumeration.
    package func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Word.Type
    ) throws(Defect) -> Word? where Word.RawValue == String {
        guard let text = try string(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw defect(name, "one of " + Word.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return word
    }

    /// What a member stands for, by a failable conversion.
    package func parsed<Value>(
        _ name: String, as expected: @autoclosure () -> String, _ convert: (String) -> Value?
    ) throws(Defect) -> Value? {
        guard let text = try string(name) else { return nil }
        guard let value = convert(text) else { throw defect(name, expected()) }
        return value
    }

    /// The members whose names are not among these.
    package func others(than known: Set<String>) -> JSONObject {
        JSONObject(unique: object.members.filter { !known.contains($0.name) })
    }

    private func array(_ name: String) throws(Defect) -> [JSONValue]? {
        switch object[name] {
        case nil: return nil
        case .array(let values)?: return values
        default: throw defect(name, "an array")
        }
    }
}
