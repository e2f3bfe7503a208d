import CBOR
import Crypto
import EncodedCBOR
import Synchronization

/// A FIDO2 key in software: what it makes, signs and tells (CTAP 2.1, section 6).
package final class SimulatedKey: Sendable {
    struct State {
        var quirks = SimulatedKeyQuirks()
        /// By credential ID.
        var credentials: [[UInt8]: Credential] = [:]
        var counter: UInt32 = 100
        var voucher = SimulatedVoucher.itself
        var touches = 0
        var assertions = 0
        var lastAnswer: CBORValue?
        /// What it signed besides, to be asked for (CTAP 2.0, section 5.3).
        var nextAnswers: [CBORValue] = []
        var pin: SimulatedPIN?
    }

    struct Credential {
        let relyingParty: String
        let privateKey: P256.Signing.PrivateKey
    }

    package let model: [UInt8]
    let state = Mutex(State())

    package init(model: [UInt8] = Array(repeating: 0xaa, count: 16)) {
        self.model = model
    }

    /// How often somebody touched it.
    package var touches: Int { state.withLock(\.touches) }

    /// How often it signed without a touch.
    package var assertions: Int { state.withLock(\.assertions) }

    package var quirks: SimulatedKeyQuirks { state.withLock(\.quirks) }

    /// Whether another program has it.
    var isBusy: Bool {
        state.withLock { state in
            state.quirks.isBusy || state.quirks.busyUntil.map { .now < $0 } ?? false
                || state.quirks.busyAfter.map { state.assertions >= $0 } ?? false
        }
    }

    package func set(_ change: @Sendable (inout SimulatedKeyQuirks) -> Void) {
        state.withLock { change(&$0.quirks) }
    }

    /// Sets its PIN. Credentials are made without it unless the key always verifies its user.
    package func set(pin: String) {
        state.withLock { $0.pin = SimulatedPIN(pin) }
    }

    /// Lets another one vouch for the credentials that it makes.
    package func set(_ voucher: SimulatedVoucher) {
        state.withLock { $0.voucher = voucher }
    }

    /// The same key once more, with all that it holds: a copy.
    package func copy() -> SimulatedKey {
        let copy = SimulatedKey(model: model)
        let all = state.withLock { ($0.quirks, $0.credentials, $0.counter) }
        copy.state.withLock { ($0.quirks, $0.credentials, $0.counter) = all }
        return copy
    }

    /// What it answers to a command: a status, and CBOR if that is 0.
    func answer(to message: [UInt8]) -> [UInt8] {
        guard let command = message.first else { return [Status.invalidLength] }
        let request = CBORValue(decoding: Array(message.dropFirst()))
        let answer: Result<CBORValue, Status.Refusal> =
            switch command {
            case 0x01: request.map(makeCredential) ?? .failure(Status.invalidCBOR)
            case 0x02: request.map(getAssertion) ?? .failure(Status.invalidCBOR)
            case 0x04: .success(info)
            case 0x08: nextAssertion()
            case 0x06: request.map(showPIN) ?? .failure(Status.invalidCBOR)
            default: .failure(Status.invalidCommand)
            }
        return switch answer {
        case .success(let value): [0] + value.encoded
        case .failure(let refusal): [refusal.code]
        }
    }

    /// Whether this command waits for somebody to touch the key, and nobody is there.
    func waitsForTouch(_ message: [UInt8]) -> Bool {
        guard quirks.touch == .neverComes, let command = message.first else { return false }
        let request = CBORValue(decoding: Array(message.dropFirst()))
        return command == 0x01 || command == 0x02 && request?[5]?["up"] != false
    }

    private func showPIN(_ request: CBORValue) -> Result<CBORValue, Status.Refusal> {
        state.withLock { $0.pin?.answer(request) ?? .failure(Status.pinNotSet) }
    }

    private var info: CBORValue {
        let (pin, always) = state.withLock { ($0.pin, $0.quirks.alwaysVerifies) }
        return .map([
            1: .array(["FIDO_2_0"] + (always ? ["FIDO_2_1"] : [])), 3: .bytes(model),
            4: .map([
                "rk": true, "up": true, "plat": false, "alwaysUv": .bool(always),
                "clientPin": .bool(pin != nil), "makeCredUvNotRqd": .bool(!always),
            ]), 5: 1200, 6: .array([1]), 7: 8,
        ])
    }
}

/// Status codes (CTAP 2.1, section 6.3).
enum Status {
    struct Refusal: Error {
        let code: UInt8
    }

    static let invalidLength: UInt8 = 0x03
    static let invalidCommand = Refusal(code: 0x01)
    static let invalidCBOR = Refusal(code: 0x12)
    static let notAllowed = Refusal(code: 0x30)
    static let missingParameter = Refusal(code: 0x14)
    static let excluded = Refusal(code: 0x19)
    static let unsupportedAlgorithm = Refusal(code: 0x26)
    static let unsupportedOption = Refusal(code: 0x2b)
    static let noCredentials = Refusal(code: 0x2e)
    static let keepaliveCancel = Refusal(code: 0x2d)
    static let pinInvalid = Refusal(code: 0x31)
    static let pinBlocked = Refusal(code: 0x32)
    static let pinAuthInvalid = Refusal(code: 0x33)
    static let pinAuthBlocked = Refusal(code: 0x34)
    static let pinNotSet = Refusal(code: 0x35)
    static let pinRequired = Refusal(code: 0x36)
    static let invalidSubcommand = Refusal(code: 0x3e)
}
