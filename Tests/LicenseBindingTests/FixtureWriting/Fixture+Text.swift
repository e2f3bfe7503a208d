import LicenseBinding
import TestPublisher

/// Shorthand for documents that differ from an ordinary one in one thing.
extension Fixture {
    /// The segments of an ordinary license.
    static func segments() throws -> [String] {
        let line = try publisher.issuer.file(of: .sample()).dropLast()
        return line.split(separator: ".").map(String.init)
    }

    static func headerText() throws -> String {
        JSONValue.object(try publisher.header()).compact
    }

    static func claimsText() -> String {
        JSONValue.object(License.sample().json).compact
    }

    /// An ordinary license with another header member; `nil` takes the member away.
    static func header(_ name: String, _ member: String, _ value: JSONValue?) throws -> Fixture {
        var header = try publisher.header()
        header[member] = value
        return Fixture(name, try publisher.file(header: header, claims: License.sample().json))
    }

    /// An ordinary license with another claim; `nil` takes the claim away.
    static func claim(_ name: String, _ claim: String, _ value: JSONValue?) throws -> Fixture {
        var claims = License.sample().json
        claims[claim] = value
        return Fixture(name, try publisher.file(claims: claims))
    }

    /// A correctly signed license whose payload is this text.
    static func payload(_ name: String, _ text: String) throws -> Fixture {
        try payload(name, Array(text.utf8))
    }

    static func payload(_ name: String, _ bytes: [UInt8]) throws -> Fixture {
        let header = Array(try headerText().utf8)
        return Fixture(name, try publisher.line(header: header, payload: bytes) + "\n")
    }

    /// An ordinary license with another certificate of its issuing key.
    static func issuer(
        _ name: String, by publisher: TestPublisher = publisher, _ certificate: String
    ) throws -> Fixture {
        Fixture(name, try publisher.file(of: .sample(), certificate: certificate))
    }

    static func license(_ name: String, _ license: License) throws -> Fixture {
        Fixture(name, try publisher.file(of: license))
    }
}

extension String {
    /// The text after its opening brace.
    var members: Substring { dropFirst() }
}

extension JSONValue {
    static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(JSONObject(members))
    }
}
