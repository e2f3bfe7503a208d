import FIDO2
import Glibc
import LicenseBinding
import USBBus

/// FIDO2 keys of any maker. Each look opens the key, asks, and closes it: other programs want it too.
struct SecurityKeyDriver {
    private static let pause = Duration.milliseconds(300)

    let ports: any KeyPorts
    let question: KeyQuestion

    /// Looks at a device; blocks for as long as the key takes, and as the question's patience lasts
    /// where another program uses it.
    /// - Returns: nothing if it is no FIDO2 key.
    func sighting(of device: USBDevice) -> KeySighting? {
        let end = ContinuousClock.now + question.patience
        while true {
            do throws(FIDO2Error) {
                return try ask(device, until: end)
            } catch {
                guard error.isBusy, .now < end else { return KeySighting(failing: error) }
            }
            usleep(UInt32(Self.pause / .microseconds(1)))
        }
    }

    private func ask(
        _ device: USBDevice, until end: ContinuousClock.Instant
    ) throws(FIDO2Error) -> KeySighting? {
        let channel = try ports.securityKey(device, within: max(end - .now, .zero))
        guard let channel else { return nil }
        let began = ContinuousClock.now
        let key = try Authenticator.open(on: channel)
        let info = try key.info()
        var sighting = KeySighting(state: .unenrolled)
        sighting.provesItself = true
        sighting.model = AAGUID(info.model)
        do throws(FIDO2Error) {
            for (party, credentials) in question.byRelyingParty {
                for group in info.groups(of: credentials) {
                    sighting.answers += try answers(of: key, for: party, to: group, since: began)
                }
            }
        } catch {
            guard !error.isBusy, error != .gone else { throw error }
            sighting.problem = .fido2(error)
        }
        if let id = sighting.answers.first(where: \.isValid)?.credential.keyID {
            sighting.id = id
            sighting.state = .ready
        }
        return sighting
    }

    /// One stick may have been enrolled for several licenses, and answers for one at a time.
    private func answers(
        of key: borrowing Authenticator, for party: String, to group: [KeyCredential],
        since began: ContinuousClock.Instant
    ) throws(FIDO2Error) -> [CredentialAnswer] {
        var answers: [CredentialAnswer] = []
        var rest = group
        while !rest.isEmpty {
            let challenge = question.challenge ?? Self.randomChallenge()
            let signed: SilentAssertion
            do throws(FIDO2Error) {
                signed = try key.sign(challenge, for: party, with: rest.map(\.id))
            } catch .noCredential {
                break
            }
            guard let index = rest.firstIndex(where: { $0.id == signed.credential }) else { break }
            let assertion = KeyAssertion(
                authenticatorData: signed.authenticatorData, signature: signed.signature)
            answers.append(
                CredentialAnswer(
                    assertion, by: rest.remove(at: index), over: challenge, after: .now - began))
        }
        return answers
    }

    private static func randomChallenge() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
    }
}

extension KeyQuestion {
    fileprivate var byRelyingParty: [(String, [KeyCredential])] {
        Dictionary(grouping: credentials, by: \.relyingParty).sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }
}

extension KeySighting {
    fileprivate init(failing error: FIDO2Error) {
        let state: KeyState =
            switch error {
            case .openFailed: .noAccess
            case .busy, .silent: .busy
            case .gone, .noCredential, .pin, .excluded, .untouched, .refused, .malformed:
                .unenrolled
            }
        self.init(state: state, problem: .fido2(error))
        provesItself = true
    }
}

extension FIDO2Error {
    /// Whether the key may answer a little later.
    var isBusy: Bool { self == .busy || self == .silent }
}
