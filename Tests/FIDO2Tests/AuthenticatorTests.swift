import Crypto
import FIDO2
import LicenseBinding
import SimulatedKeys
import Testing

/// libfido2 with a simulated key behind its functions for input and output.
struct AuthenticatorTests {
    private static let party = "licensing.example"
    private static let challenge = Array(SHA256.hash(data: Array("challenge".utf8)))

    private let key = SimulatedKey()

    private func withKey<Result>(
        _ body: (borrowing Authenticator) throws(FIDO2Error) -> Result
    ) throws(FIDO2Error) -> Result {
        try body(.open(on: SimulatedChannel(SimulatedKeyPort(key))))
    }

    private func refusal(_ credentials: [[UInt8]]) -> FIDO2Error? {
        do throws(FIDO2Error) {
            _ = try withKey { (key) throws(FIDO2Error) in
                try key.sign(Self.challenge, for: Self.party, with: credentials)
            }
            return nil
        } catch {
            return error
        }
    }

    @Test func `a key tells its model and how much it takes`() throws {
        let info = try withKey { (key) throws(FIDO2Error) in try key.info() }
        #expect(info.model == Array(repeating: 0xaa, count: 16))
        #expect(info.mostCredentials == 8)
        #expect(!info.wantsPIN)
    }

    @Test func `a key signs without a touch, with its own credential of several`() throws {
        let (id, publicKey) = key.enroll(for: Self.party)
        let answer = try withKey { (key) throws(FIDO2Error) in
            try key.sign(
                Self.challenge, for: Self.party, with: [Array(repeating: 1, count: 64), id])
        }
        #expect(answer.credential == id)
        let verifying = try #require(CredentialKey(publicKey))
        #expect(
            verifying.isValid(answer.signature, for: answer.authenticatorData + Self.challenge))
        #expect(key.assertions == 1)
        #expect(key.touches == 0)
    }

    @Test func `a credential of another key or another publisher is none of its own`() throws {
        let (id, _) = key.enroll(for: "other.example")
        #expect(refusal([id]) == .noCredential)
        #expect(refusal([Array(repeating: 1, count: 64)]) == .noCredential)
    }

    @Test func `a key that others use is busy`() throws {
        let (id, _) = key.enroll(for: Self.party)
        key.set { $0.isBusy = true }
        #expect(refusal([id]) == .busy)
    }

    @Test(arguments: 0...8)
    func `a key that is pulled out at any moment is gone`(_ reports: Int) throws {
        let (id, _) = key.enroll(for: Self.party)
        key.set { $0.pulledAfter = reports }
        let refusal = refusal([id])
        // INIT, getInfo and three reports of the question; then it has answered.
        #expect(refusal == (reports < 5 ? .gone : nil))
    }

    @Test func `a key that says nothing is left after three seconds`() throws {
        let (id, _) = key.enroll(for: Self.party)
        key.set { $0.slowness = .seconds(60) }
        let start = ContinuousClock.now
        #expect(refusal([id]) == .silent)
        #expect(.now - start < .seconds(20))
    }

    @Test(
        arguments: [
            (.refuses, .refused(code: 0x2b)), (.wantsPIN, .pin(.required)),
            (.talksNonsense, .malformed), (.counts(65), .malformed),
            (.counts(100_000_000), .malformed),
        ] as [(SimulatedKeyQuirks.Silence, FIDO2Error)])
    func `a key that does not sign silently says why`(
        _ silence: SimulatedKeyQuirks.Silence, _ expected: FIDO2Error
    ) throws {
        let (id, _) = key.enroll(for: Self.party)
        key.set { $0.silence = silence }
        #expect(refusal([id]) == expected)
    }
}
