import FoundationEssentials
@testable import LicenseBinding
import TestPublisher
import Testing

struct LicenseClaimsTests {
    private let publisher = TestPublisher()

    @Test func `a license of all claims is read as it was written`() throws {
        var license = License.sample(
            binding: .sample(
                [.sample(), .signing(), .hasp(7)], quorum: 2,
                grace: Grace(running: .seconds(60), start: .seconds(3600), seat: .seconds(5))))
        license.binding.mode = .keyAndMachine
        license.binding.machine = .sample(.strict)
        license.binding.spareDays = 14
        license.notBefore = TestTime.issued
        license.expires = TestTime.now
        license.seats = Seats(count: 25, per: .machine)
        license.features += [Feature(name: "süß", expires: TestTime.now)]
        license.supersedes = try [#require(LicenseID("old-1")), #require(LicenseID("old-2"))]
        #expect(try publisher.signed(license).license == license)
    }

    @Test func `a license of few claims has the defaults`() throws {
        var claims = License.sample().json
        for name in ["kit", "features"] { claims[name] = nil }
        let text =
            #"{"mode":"key","keys":[{"id":"hasp:7","role":"primary","assurance":"identified"}]}"#
        claims["binding"] = try JSONScanner.value(of: Array(text.utf8))
        let license = try read(claims)
        #expect(license.binding.quorum == 1)
        #expect(license.binding.minimumAssurance == .identified)
        #expect(license.binding.grace == Grace())
        #expect(license.binding.grace.running == .seconds(259_200))
        #expect(license.binding.grace.start == .zero)
        #expect(license.binding.grace.seat == .seconds(120))
        #expect(license.features.isEmpty && license.seats == nil && license.expires == nil)
    }

    @Test func `what a later version adds is kept and ignored`() throws {
        let later = JSONValue.members(["new": .array([.integer(1), .number("1e3"), .null])])
        var claims = License.sample().json
        claims["audit"] = later
        claims["licensee"] = .members(["name": "Example Institute", "taxID": "123", "later": later])
        claims["features"] = .members(["hologram": .members(["seats": .integer(2), "x": later])])
        claims["binding"] = with(later, in: claims["binding"])
        let license = try read(claims)
        #expect(license.json == claims)
        #expect(license.features.map(\.name) == ["hologram"])
        #expect(try publisher.signed(license).license == license)
        let signed = try publisher.signed(license)
        #expect(LicenseVerifier.verdict(on: signed, given: .sample).codes.isEmpty)
    }

    @Test func `seats have a range`() throws {
        var license = License.sample()
        for count in [1, 1_000_000] {
            license.seats = Seats(count: count)
            #expect(try publisher.signed(license).seats == Seats(count: count, per: .session))
        }
    }

    /// The binding and its first key with a member that nobody knows.
    private func with(_ later: JSONValue, in binding: JSONValue?) -> JSONValue? {
        guard case .object(var binding)? = binding, case .array(let keys)? = binding["keys"],
            case .object(var key)? = keys.first
        else { return nil }
        key["cnf"] = later
        binding["keys"] = .array([.object(key)])
        binding["later"] = later
        return .object(binding)
    }

    private func read(_ claims: JSONObject) throws -> License {
        var reader = publisher.reader
        return try reader.license(publisher.file(claims: claims)).license
    }

    @Test func `members of a later version are kept in every part`() throws {
        let parts = [
            #""product": {"id": "planner", "line": 1}"#, #""seats": {"count": 2, "pool": "a"}"#,
            #""grace": {"start": 5, "night": 6}"#, #""parameters": {"gpu": ["abc"]}"#,
        ]
        let text = """
            {"iss": "p", "iat": 1, "jti": "a", "licensee": {"name": "n"}, \(parts[0]), \(parts[1]),
             "binding": {"mode": "key-or-machine", \(parts[2]),
              "keys": [{"id": "hasp:1", "role": "primary", "assurance": "identified"}],
              "machine": {"policy": "strict", "salt": "", "memory": 0, \(parts[3])}}}
            """
        let license = try License(Claims(parsing: Array(text.utf8)))
        let json = JSONValue.object(license.json).compact
        for member in [#""line":1"#, #""pool":"a""#, #""night":6"#, #""gpu":["abc"]"#] {
            #expect(json.contains(member))
        }
    }
}
