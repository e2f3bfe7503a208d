import CBOR
import Crypto
import CryptoExtras
import EncodedCBOR
import Foundation

/// The PIN of a simulated key, and how it is shown to it unread (CTAP 2.1, section 6.5, with the
/// PIN/UV auth protocol one: section 6.5.6).
struct SimulatedPIN {
    /// How many wrong ones in a row block the key until it is plugged in anew, and in all.
    private static let (mostInRow, mostInAll) = (3, 8)

    let text: String
    private let agreement = P256.KeyAgreement.PrivateKey()
    private let token = SymmetricKey(size: .bits256)
    private(set) var retries = mostInAll
    private var wrongInRow = 0

    init(_ text: String) {
        self.text = text
    }

    /// Answers `authenticatorClientPIN`.
    mutating func answer(_ request: CBORValue) -> Result<CBORValue, Status.Refusal> {
        guard request[1] == 1, let command = request[2]?.integer else {
            return .failure(Status.missingParameter)
        }
        return switch command {
        case 1: .success(.map([3: .integer(retries)]))
        case 2: .success(.map([1: publicKey]))
        case 5: tokenAnswer(request)
        default: .failure(Status.invalidSubcommand)
        }
    }

    /// Whether somebody who was given the token asks for this.
    func isShown(by parameter: [UInt8]?, for challenge: [UInt8]) -> Bool {
        guard let parameter else { return false }
        let code = HMAC<SHA256>.authenticationCode(for: challenge, using: token)
        return Array(code.prefix(16)) == parameter
    }

    private mutating func tokenAnswer(_ request: CBORValue) -> Result<CBORValue, Status.Refusal> {
        guard retries > 0 else { return .failure(Status.pinBlocked) }
        guard wrongInRow < Self.mostInRow else { return .failure(Status.pinAuthBlocked) }
        guard let key = sharedKey(with: request[3]), let sealed = request[6]?.bytes,
            let hash = try? AES._CBC.decrypt(sealed, using: key, iv: Self.zero, noPadding: true)
        else { return .failure(Status.missingParameter) }
        guard Array(hash) == Array(SHA256.hash(data: Data(text.utf8)).prefix(16)) else {
            retries -= 1
            wrongInRow += 1
            return .failure(
                retries == 0
                    ? Status.pinBlocked
                    : wrongInRow == Self.mostInRow ? Status.pinAuthBlocked : Status.pinInvalid)
        }
        (retries, wrongInRow) = (Self.mostInAll, 0)
        let plain = token.withUnsafeBytes { Array($0) }
        guard let given = try? AES._CBC.encrypt(plain, using: key, iv: Self.zero, noPadding: true)
        else { return .failure(Status.invalidCommand) }
        return .success(.map([2: .bytes(Array(given))]))
    }

    private static var zero: AES._CBC.IV {
        get throws { try AES._CBC.IV(ivBytes: [UInt8](repeating: 0, count: 16)) }
    }

    private var publicKey: CBORValue {
        let point = Array(agreement.publicKey.rawRepresentation)
        return .map([
            1: 2, 3: -25, -1: 1, -2: .bytes(Array(point[..<32])), -3: .bytes(Array(point[32...])),
        ])
    }

    private func sharedKey(with theirs: CBORValue?) -> SymmetricKey? {
        guard let x = theirs?[-2]?.bytes, let y = theirs?[-3]?.bytes,
            let key = try? P256.KeyAgreement.PublicKey(rawRepresentation: x + y),
            let secret = try? agreement.sharedSecretFromKeyAgreement(with: key)
        else { return nil }
        return SymmetricKey(data: secret.withUnsafeBytes { SHA256.hash(data: Data($0)) })
    }
}
