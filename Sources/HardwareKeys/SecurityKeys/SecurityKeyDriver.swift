import FIDO2
import Glibc
import LicenseBinding
import SystemThreads
import USBBus

/// FIDO2 keys of any maker. Each look opens the key, asks, and closes it: other programs want it too.
struct SecurityKeyDriver {
    /// How long one try waits for the lock of another program, and the pause before the next one.
    private static let step = Duration.milliseconds(300)
    /// How long a key may take for all that it is asked in one try.
    private static let slowest = Duration.seconds(5)

    let ports: any KeyPorts
    let question: KeyQuestion

    /// Looks at a device; blocks for as long as the key takes, and as the question's patience lasts
    /// where another program uses it.
    /// - Returns: nothing if it is no FIDO2 key.
    func sighting(of device: USBDevice) -> KeySighting? {
        let lastTry = ContinuousClock.now + question.patience
        var sighting: KeySighting?
        while true {
            do throws(FIDO2Error) {
                guard let next = try ask(device, until: lastTry + Self.slowest) else { return nil }
                sighting = next.after(sighting)
            } catch {
                sighting = KeySighting(failing: error).after(sighting)
            }
            guard let sighting, sighting.isUnfinished, .now < lastTry,
                !question.needed.areFound(beside: sighting.answers.ids)
            else { return sighting }
            SystemThread.pause(Self.step)
        }
    }

    private func ask(
        _ device: USBDevice, until end: ContinuousClock.Instant
    ) throws(FIDO2Error) -> KeySighting? {
        guard let channel = try ports.securityKey(device, within: Self.step) else { return nil }
        let began = ContinuousClock.now
        let key = try Authenticator.open(on: channel, until: end)
        let info = try key.info()
        var sighting = KeySighting(state: .unenrolled)
        sighting.provesItself = true
        sighting.model = AAGUID(info.model)
        for (party, credentials) in question.byRelyingParty {
            for group in info.groups(of: credentials) {
                do throws(FIDO2Error) {
                    try ask(key, for: party, about: group, since: began, &sighting)
                } catch {
                    guard error != .gone else { throw error }
                    sighting.problem = .fido2(error)
                    // An answer that comes late would be taken for the next one.
                    if error.isBusy || error == .untouched { return sighting.recognized }
                }
            }
        }
        return sighting.recognized
    }

    /// One stick may have been enrolled several times, and answers for one at a time.
    private func ask(
        _ key: borrowing Authenticator, for party: String, about group: [KeyCredential],
        since began: ContinuousClock.Instant, _ sighting: inout KeySighting
    ) throws(FIDO2Error) {
        var rest = group
        while !rest.isEmpty {
            let challenge = question.challenge ?? Self.randomChallenge()
            let signed: SilentAssertion
            do throws(FIDO2Error) {
                signed = try key.sign(challenge, for: party, with: rest.map(\.id))
            } catch .noCredential {
                return
            }
            guard let index = rest.firstIndex(where: { $0.id == signed.credential }) else { return }
            let assertion = KeyAssertion(
                authenticatorData: signed.authenticatorData, signature: signed.signature)
            sighting.answers.append(
                CredentialAnswer(
                    assertion, by: rest.remove(at: index), over: challenge, after: .now - began))
        }
    }

    private static func randomChallenge() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
    }
}

extension KeyQuestion {
    fileprivate var byRelyingParty: [(String, [KeyCredential])] {
        let parties = credentials.map(\.relyingParty)
        let groups = Dictionary(grouping: credentials, by: \.relyingParty)
        var seen: Set<String> = []
        // Those first that matter most.
        return parties.filter { seen.insert($0).inserted }.map { ($0, groups[$0] ?? []) }
    }
}

extension KeySighting {
    /// Whether the key may say more a little later.
    fileprivate var isUnfinished: Bool { problem?.isBusy == true }

    /// The same with what the key signed in a try before, if that was more.
    fileprivate func after(_ earlier: KeySighting?) -> KeySighting {
        guard var earlier, earlier.answers.count > answers.count, problem?.isGone != true else {
            return self
        }
        earlier.problem = problem
        return earlier
    }

    /// The same with the ID and the state that the key has by its answers.
    fileprivate var recognized: KeySighting {
        var sighting = self
        let ids = answers.ids
        sighting.id = ids.first
        sighting.state = !ids.isEmpty ? .ready : isUnfinished ? .busy : .unenrolled
        return sighting
    }
}

extension KeySighting {
    fileprivate init(failing error: FIDO2Error) {
        let state: KeyState =
            switch error {
            case .openFailed(EACCES), .openFailed(EPERM), .openFailed(ENOENT): .noAccess
            case .busy, .silent, .openFailed: .busy
            case .gone, .noCredential, .pin, .excluded, .untouched, .predecessor, .refused,
                .malformed:
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
