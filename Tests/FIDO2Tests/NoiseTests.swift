import Crypto
import FIDO2
import LicenseBinding
import SeededRandomness
import SimulatedKeys
import Synchronization
import Testing

/// Devices that say whatever they like.
struct NoiseTests {
    private static let party = "licensing.example"
    private static let challenge = Array(SHA256.hash(data: Array("challenge".utf8)))

    /// A key's way to the host, on which bytes change now and then.
    private final class NoisyChannel: ReportChannel {
        private let port: SimulatedKeyPort
        private let state: Mutex<(waiting: [[UInt8]], generator: SeededGenerator)>

        init(_ key: SimulatedKey, seed: UInt64) {
            port = SimulatedKeyPort(key)
            state = Mutex(([], SeededGenerator(seed: seed)))
        }

        func read(within limit: Duration) throws(FIDO2Error) -> [UInt8]? {
            state.withLock { state in
                guard !state.waiting.isEmpty else { return nil }
                var report = state.waiting.removeFirst()
                for _ in 0..<Int.random(in: 0...1, using: &state.generator) {
                    // The channel and the nonce stay, or libfido2 would drop the report at once.
                    let place = Int.random(in: 4..<64, using: &state.generator)
                    report[place] = UInt8.random(in: 0 ... .max, using: &state.generator)
                }
                switch Int.random(in: 0..<40, using: &state.generator) {
                case 0: return Array(report.dropLast())
                case 1: return report + [0]
                case 2: return []
                default: return report
                }
            }
        }

        func write(_ report: [UInt8]) throws(FIDO2Error) {
            let answers = port.answer(to: report)
            state.withLock { $0.waiting += answers }
        }
    }

    @Test func `reports with wrong bytes are errors or answers, and never a trap or a wait`() {
        let key = SimulatedKey()
        let (id, publicKey) = key.enroll(for: Self.party)
        let verifying = CredentialKey(publicKey)
        var (answers, errors) = (0, 0)
        for seed in 0..<1500 {
            do throws(FIDO2Error) {
                let authenticator = try Authenticator.open(
                    on: NoisyChannel(key, seed: UInt64(seed)))
                _ = try authenticator.info()
                let answer = try authenticator.sign(Self.challenge, for: Self.party, with: [id])
                let isValid = verifying?.isValid(
                    answer.signature, for: answer.authenticatorData + Self.challenge)
                if isValid == true { answers += 1 }
            } catch {
                errors += 1
            }
        }
        // Both happen, or the noise is none or nothing but noise.
        #expect(answers > 10)
        #expect(errors > 500)
    }

    @Test func `credentials made over a noisy wire are errors or credentials`() {
        let key = SimulatedKey()
        var made = 0
        for seed in 0..<300 {
            do throws(FIDO2Error) {
                let authenticator = try Authenticator.open(
                    on: NoisyChannel(key, seed: UInt64(seed)))
                _ = try authenticator.makeCredential(
                    CredentialRequest(
                        challenge: Self.challenge, relyingParty: Self.party, user: [1]))
                made += 1
            } catch {
                continue
            }
        }
        #expect(made > 10)
    }
}
