import Crypto
import FIDO2
import LicenseBinding
import SimulatedKeys
import Testing

/// Credentials that a simulated key makes by libfido2.
struct CredentialTests {
    private static let party = "licensing.example"
    private static let challenge = Array(SHA256.hash(data: Array("challenge".utf8)))

    private let key = SimulatedKey()

    private func make(_ excluded: [[UInt8]] = []) throws(FIDO2Error) -> NewCredential {
        var request = CredentialRequest(
            challenge: Self.challenge, relyingParty: Self.party, user: [1])
        request.excluded = excluded
        let authenticator = try Authenticator.open(on: SimulatedChannel(SimulatedKeyPort(key)))
        return try authenticator.makeCredential(request)
    }

    @Test func `a key makes a credential after a touch, and signs with it without one`() throws {
        let made = try make()
        #expect(key.touches == 1)
        #expect(made.format == "packed")
        let data = made.authenticatorData
        #expect(Array(data[37..<53]) == key.model)
        #expect(data[53] == 0 && data[54] == 64)
        let id = Array(data[55..<119])
        let authenticator = try Authenticator.open(on: SimulatedChannel(SimulatedKeyPort(key)))
        let answer = try authenticator.sign(Self.challenge, for: Self.party, with: [id])
        // x and y of the COSE key, in the one order that CTAP allows.
        let publicKey = try #require(CredentialKey(data.suffix(67).prefix(32) + data.suffix(32)))
        #expect(
            publicKey.isValid(answer.signature, for: answer.authenticatorData + Self.challenge))
        #expect(key.touches == 1)
    }

    @Test func `a key makes no second credential where its first one is excluded`() throws {
        let id = Array(try make().authenticatorData[55..<119])
        #expect(throws: FIDO2Error.excluded) { _ = try make([id]) }
    }

    @Test func `a key that others use makes none`() throws {
        key.set { $0.isBusy = true }
        #expect(throws: FIDO2Error.busy) { _ = try make() }
    }
}
