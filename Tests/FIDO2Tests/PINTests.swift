import Crypto
import FIDO2
import SimulatedKeys
import Testing

/// Keys that have a PIN, by libfido2's own PIN protocol.
struct PINTests {
    private static let party = "licensing.example"
    private static let challenge = Array(SHA256.hash(data: Array("challenge".utf8)))

    private let key: SimulatedKey
    private let port: SimulatedKeyPort

    init() {
        key = SimulatedKey()
        key.set(pin: "1234")
        key.set { $0.alwaysVerifies = true }
        port = SimulatedKeyPort(key)
    }

    private func make(pin: String?) throws(FIDO2Error) -> NewCredential {
        try Authenticator.open(on: SimulatedChannel(port)).makeCredential(
            CredentialRequest(challenge: Self.challenge, relyingParty: Self.party, user: [1]),
            pin: pin)
    }

    private func wantsPIN() throws(FIDO2Error) -> Bool {
        try Authenticator.open(on: SimulatedChannel(port)).info().wantsPIN
    }

    @Test func `a key says whether it wants its PIN for a credential`() throws {
        #expect(try wantsPIN())
        key.set { $0.alwaysVerifies = false }
        #expect(try !wantsPIN())
        _ = try make(pin: nil)
        #expect(key.touches == 1)
    }

    @Test func `with its PIN it makes a credential and says that its user was verified`() throws {
        let made = try make(pin: "1234")
        #expect(made.authenticatorData[32] == 0x45)
        #expect(key.touches == 1)
    }

    @Test func `it signs silently without its PIN`() throws {
        let id = Array(try make(pin: "1234").authenticatorData[55..<119])
        _ = try Authenticator.open(on: SimulatedChannel(port)).sign(
            Self.challenge, for: Self.party, with: [id])
        #expect(key.assertions == 1)
    }

    @Test func `without its PIN or with a wrong one it makes none, and three block it`() throws {
        #expect(throws: FIDO2Error.pin(.required)) { _ = try make(pin: nil) }
        #expect(throws: FIDO2Error.pin(.wrong)) { _ = try make(pin: "4321") }
        #expect(throws: FIDO2Error.pin(.wrong)) { _ = try make(pin: "123456") }
        #expect(throws: FIDO2Error.pin(.blocked)) { _ = try make(pin: "12345") }
        #expect(throws: FIDO2Error.pin(.blocked)) { _ = try make(pin: "1234") }
        #expect(key.touches == 0)
    }

    @Test(arguments: ["", "123", String(repeating: "1", count: 64)])
    func `what can be no PIN costs none of its tries`(_ pin: String) throws {
        for _ in 1...5 {
            #expect(throws: FIDO2Error.pin(.wrong)) { _ = try make(pin: pin) }
        }
        _ = try make(pin: "1234")
    }
}
