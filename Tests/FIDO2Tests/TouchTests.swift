import Crypto
import FIDO2
import SimulatedKeys
import Testing

/// Keys that wait for somebody to touch them.
struct TouchTests {
    private static let party = "licensing.example"
    private static let challenge = Array(SHA256.hash(data: Array("challenge".utf8)))

    private let key = SimulatedKey()
    private let port: SimulatedKeyPort

    init() {
        port = SimulatedKeyPort(key)
        key.set { $0.touch = .neverComes }
    }

    private func wait(_ limit: Duration) throws(FIDO2Error) -> Bool {
        try Authenticator.open(on: SimulatedChannel(port)).waitForTouch(within: limit)
    }

    @Test func `a key that is touched says so, with and without a PIN`() throws {
        key.set { $0.touch = .comesAtOnce }
        #expect(try wait(.seconds(10)))
        key.set(pin: "1234")
        #expect(try wait(.seconds(10)))
        #expect(key.touches >= 1)
    }

    @Test func `a key that nobody touches blinks as long as it is told, and is free then`() throws {
        let start = ContinuousClock.now
        #expect(try !wait(.milliseconds(500)))
        #expect(.now - start >= .milliseconds(500))
        key.set { $0.touch = .comesAtOnce }
        #expect(try wait(.seconds(10)))
    }

    @Test func `a key that is pulled out while it blinks is gone, and nobody waits for it`() throws
    {
        // INIT, getInfo, the request for a touch in two reports.
        key.set { $0.pulledAfter = 3 }
        let start = ContinuousClock.now
        #expect(throws: FIDO2Error.gone) { _ = try wait(.seconds(60)) }
        #expect(.now - start < .seconds(20))
    }

    @Test func `a credential that nobody touched the key for is none, and the key is free`() throws
    {
        let request = CredentialRequest(
            challenge: Self.challenge, relyingParty: Self.party, user: [1])
        #expect(throws: FIDO2Error.untouched) {
            _ = try Authenticator.open(on: SimulatedChannel(port)).makeCredential(request)
        }
        let (id, _) = key.enroll(for: Self.party)
        _ = try Authenticator.open(on: SimulatedChannel(port)).sign(
            Self.challenge, for: Self.party, with: [id])
    }
}
