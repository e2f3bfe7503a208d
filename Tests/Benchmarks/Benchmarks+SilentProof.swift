import Crypto
import FIDO2
import LicenseBinding
import SimulatedKeys

extension Benchmarks {
    private static let party = "licensing.example"

    /// One proof of a FIDO2 key that takes no time on its wire. All of it counts as ours but for the
    /// key's own signature.
    static func silentProof() throws {
        let key = SimulatedKey()
        let port = SimulatedKeyPort(key)
        let credential = key.credential(for: party)
        let challenge = [UInt8](repeating: 7, count: 32)
        func prove(_ authenticator: borrowing Authenticator) throws {
            let signed = try authenticator.sign(challenge, for: party, with: [credential.id])
            let assertion = KeyAssertion(
                authenticatorData: signed.authenticatorData, signature: signed.signature)
            _ = try assertion.verify(challenge, by: credential)
        }
        func cold() throws {
            let authenticator = try Authenticator.open(on: SimulatedChannel(port))
            _ = try authenticator.info()
            try prove(authenticator)
        }
        let privateKey = P256.Signing.PrivateKey()
        func sign() throws {
            _ = try privateKey.signature(for: challenge)
        }
        try Comparison(rounds: 100, calls: 10, cold, against: sign).print(
            "One silent proof of a FIDO2 key: open, ask, verify, close",
            reference: "the key's own signature", leaving: "1 ms")
        let open = try Authenticator.open(on: SimulatedChannel(port))
        try Comparison(rounds: 100, calls: 10, { try prove(open) }, against: sign).print(
            "One silent proof of a FIDO2 key that is open",
            reference: "the key's own signature", leaving: "0.3 ms")
    }
}
