import CBOR
import Crypto
import EncodedCBOR
import Synchronization

extension SimulatedKey {
    private static let es256 = -7

    func makeCredential(_ request: CBORValue) -> Result<CBORValue, Status.Refusal> {
        guard let hash = request[1]?.bytes, let party = request[2]?["id"]?.text,
            let algorithms = request[4]?.elements
        else { return .failure(Status.missingParameter) }
        guard algorithms.contains(where: { $0["alg"]?.integer == Self.es256 }) else {
            return .failure(Status.unsupportedAlgorithm)
        }
        let excluded = (request[5]?.elements ?? []).compactMap { $0["id"]?.bytes }
        return state.withLock { state in
            // An empty one asks for a touch and nothing more (CTAP 2.1, section 6.1.2, step 1).
            if request[8]?.bytes == [] {
                state.touches += 1
                return .failure(state.pin == nil ? Status.pinNotSet : Status.pinInvalid)
            }
            let isVerified = state.pin?.isShown(by: request[8]?.bytes, for: hash) ?? false
            guard isVerified || request[8] == nil else { return .failure(Status.pinAuthInvalid) }
            guard isVerified || !state.quirks.alwaysVerifies else {
                return .failure(Status.pinRequired)
            }
            state.touches += 1
            guard !excluded.contains(where: { state.credentials[$0]?.relyingParty == party }) else {
                return .failure(Status.excluded)
            }
            var generator = SystemRandomNumberGenerator()
            let id = (0..<64).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
            let privateKey = P256.Signing.PrivateKey()
            state.credentials[id] = Credential(relyingParty: party, privateKey: privateKey)
            let data =
                Self.head(party, flags: isVerified ? 0x45 : 0x41, state.count())
                + model + [0, UInt8(id.count)] + id + Self.coseKey(privateKey.publicKey)
            guard let statement = try? state.voucher.statement(over: data + hash, privateKey) else {
                return .failure(Status.invalidCommand)
            }
            let format: CBORValue = statement == .map([]) ? "none" : "packed"
            return .success(.map([1: format, 2: .bytes(data), 3: statement]))
        }
    }

    func getAssertion(_ request: CBORValue) -> Result<CBORValue, Status.Refusal> {
        guard let party = request[1]?.text, let hash = request[2]?.bytes else {
            return .failure(Status.missingParameter)
        }
        let allowed = (request[3]?.elements ?? []).compactMap { $0["id"]?.bytes }
        let isSilent = request[5]?["up"]?.bool == false
        return state.withLock { state in
            if isSilent {
                switch state.quirks.silence {
                case .signs, .counts: break
                case .refuses: return .failure(Status.unsupportedOption)
                case .wantsPIN: return .failure(Status.pinRequired)
                case .talksNonsense: return .success(Self.nonsense(party))
                case .claims(let id):
                    return .success(
                        Self.assertion(id, Self.head(party, flags: 0, 1), [0x30, 0]))
                case .repeats where state.lastAnswer != nil:
                    return state.lastAnswer.map { .success($0) } ?? .failure(Status.noCredentials)
                case .repeats: break
                }
            }
            let own = allowed.filter { state.credentials[$0]?.relyingParty == party }
            guard let first = own.first else { return .failure(Status.noCredentials) }
            isSilent ? (state.assertions += 1) : (state.touches += 1)
            let chosen = state.quirks.signsWithAll ? own : [first]
            let answers = chosen.compactMap {
                Self.sign(hash, for: party, with: $0, isSilent, &state)
            }
            guard var answer = answers.first else { return .failure(Status.invalidCommand) }
            state.nextAnswers = Array(answers.dropFirst())
            var number = answers.count
            if case .counts(let claimed) = state.quirks.silence { number = claimed }
            if number > 1, case .map(let members) = answer {
                answer = .map(members + [.init(key: 5, value: .integer(number))])
            }
            state.lastAnswer = answer
            return .success(answer)
        }
    }

    func nextAssertion() -> Result<CBORValue, Status.Refusal> {
        state.withLock { state in
            guard !state.nextAnswers.isEmpty else { return .failure(Status.notAllowed) }
            return .success(state.nextAnswers.removeFirst())
        }
    }

    private static func sign(
        _ hash: [UInt8], for party: String, with id: [UInt8], _ isSilent: Bool, _ state: inout State
    ) -> CBORValue? {
        let data = head(party, flags: isSilent ? 0 : 1, state.count())
        let signature = try? state.credentials[id]?.privateKey.signature(for: data + hash)
        return signature.map { assertion(id, data, Array($0.derRepresentation)) }
    }

    /// As the firmware of one maker of keys answers (its `cbor_get_assertion.c`).
    private static func nonsense(_ party: String) -> CBORValue {
        assertion(
            (1...16).map { UInt8($0) }, head(party, flags: 0, 0),
            Array(repeating: 0x0b, count: 64))
    }

    private static func assertion(
        _ id: [UInt8], _ data: [UInt8], _ signature: [UInt8]
    ) -> CBORValue {
        .map([
            1: .map(["id": .bytes(id), "type": "public-key"]), 2: .bytes(data),
            3: .bytes(signature),
        ])
    }

    private static func head(_ party: String, flags: UInt8, _ counter: UInt32) -> [UInt8] {
        Array(SHA256.hash(data: Array(party.utf8))) + [flags]
            + (0..<4).map { UInt8(truncatingIfNeeded: counter >> (24 - 8 * $0)) }
    }

    /// RFC 9052, section 7, and RFC 9053, section 7.1.1.
    private static func coseKey(_ key: P256.Signing.PublicKey) -> [UInt8] {
        let point = Array(key.rawRepresentation)
        return CBORValue.map([
            1: 2, 3: .integer(es256), -1: 1, -2: .bytes(Array(point[..<32])),
            -3: .bytes(Array(point[32...])),
        ]).encoded
    }
}

extension SimulatedVoucher {
    /// WebAuthn Level 2, sections 8.2 and 8.7.
    fileprivate func statement(
        over message: [UInt8], _ own: P256.Signing.PrivateKey
    ) throws -> CBORValue {
        switch self {
        case .nobody: .map([])
        case .itself:
            .map([
                "alg": -7,
                "sig": .bytes(Array(try own.signature(for: message).derRepresentation)),
            ])
        case .maker(let certified): try certified.statement(over: message)
        }
    }
}

extension SimulatedKey.State {
    /// The next value of the counter.
    mutating func count() -> UInt32 {
        switch quirks.counter {
        case .rising(let step): counter += step
        case .falling: counter -= 1
        case .none: return 0
        }
        return counter
    }
}
