import CenterProtocol
import Crypto
import FoundationEssentials
import LicenseBinding

/// What the center computes with its one secret, which is in a file of its own and in no database.
struct CenterSecrets: Sendable {
    private let pins: SymmetricKey
    private let requests: SymmetricKey
    private let tokens: SymmetricKey
    private let sheets: SymmetricKey
    private let challenges: [Channel: SymmetricKey]
    /// Tells this secret from others, and nothing of it.
    let mark: [UInt8]

    /// Keys of their own for each use (HKDF, RFC 5869).
    init(_ secret: SymmetricKey) {
        func key(_ use: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: secret, info: Array("keybound center \(use) v1".utf8),
                outputByteCount: 32)
        }
        pins = key("PINs")
        requests = key("requests")
        tokens = key("tokens")
        sheets = key("sheets")
        challenges = Dictionary(
            uniqueKeysWithValues: Channel.allCases.map { ($0, key("challenges \($0.rawValue)")) })
        mark = key("mark").withUnsafeBytes { Array($0) }
    }

    /// Numbers that nobody else can tell, and that are the same each time.
    func generator(for use: String) -> DerivedGenerator { DerivedGenerator(key: sheets, use: use) }

    func hash(of pin: PIN) -> PINHash { PINHash(of: pin, under: pins) }

    /// What is kept of an operator's token.
    func hash(ofToken token: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(token.utf8), using: tokens))
    }

    /// The keyed hash of all that was asked, PINs too.
    func hash(ofRequest request: JSONObject) -> [UInt8] {
        // What the site knows of other licenses is no part of what it asks for.
        var asked = request
        asked["revocationsKnown"] = nil
        return Array(
            HMAC<SHA256>.authenticationCode(
                for: asked.compactBytes, using: requests))
    }

    /// A nonce that the center recognizes as its own without keeping it: 8 bytes of time, 8 random ones, and the
    /// first 16 of their HMAC.
    func challenge(at time: Date, by channel: Channel, random: [UInt8]) -> Nonce {
        let seconds = UInt64(bitPattern: time.seconds)
        let head = (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (56 - 8 * $0)) } + random
        guard let nonce = Nonce(head + code(of: head, by: channel)) else {
            preconditionFailure("a challenge has 32 bytes")
        }
        return nonce
    }

    /// Whether a challenge is one of this center's for this channel, and not too old.
    func isFresh(_ challenge: Nonce, at time: Date, by channel: Channel) -> Bool {
        let head = Array(challenge.bytes[..<16])
        guard code(of: head, by: channel).isEqualInConstantTime(to: Array(challenge.bytes[16...]))
        else {
            return false
        }
        let seconds = head[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let age = time.timeIntervalSince1970 - TimeInterval(seconds)
        return -1...channel.patience ~= age
    }

    private func code(of head: [UInt8], by channel: Channel) -> [UInt8] {
        guard let key = challenges[channel] else { preconditionFailure("each channel has a key") }
        return Array(HMAC<SHA256>.authenticationCode(for: head, using: key)).prefix(16).map(\.self)
    }
}

/// HMAC-SHA-256 (RFC 2104) of a use and a counter, as numbers.
struct DerivedGenerator: RandomNumberGenerator {
    private let key: SymmetricKey
    private let use: [UInt8]
    private var counter: UInt64 = 0

    fileprivate init(key: SymmetricKey, use: String) {
        self.key = key
        self.use = Array(use.utf8)
    }

    mutating func next() -> UInt64 {
        counter += 1
        let count = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * $0)) }
        return HMAC<SHA256>.authenticationCode(for: use + [0] + count, using: key).prefix(8)
            .reduce(0) { $0 << 8 | UInt64($1) }
    }
}
