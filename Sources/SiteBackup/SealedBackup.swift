package import Crypto
import CryptoExtras
import FoundationEssentials
package import LicenseBinding

/// A backup as a file: a line of JSON that says how it is sealed, and the sealed archive. The line is sealed in.
///
/// By a passphrase: scrypt (RFC 7914) makes the key, AES-256-GCM (NIST SP 800-38D) seals. By a public key: HPKE
/// (RFC 9180, base mode; X25519, HKDF-SHA256, AES-256-GCM).
package enum SealedBackup {
    private static let format = "keybound sealed backup 1"
    /// The most bytes of a backup.
    package static let limit = 256 * 1024 * 1024
    private static let headerLimit = 4096
    private static let keySize = 32

    /// What scrypt costs: 128 MiB, and about half a second.
    private struct Cost: Hashable {
        var rounds = 1 << 17
        var blockSize = 8
        var parallelism = 1
    }

    package enum Lock: Sendable {
        case passphrase([UInt8])
        /// An X25519 public key of 32 bytes.
        case publicKey([UInt8])
    }

    package enum Opener: Sendable {
        case passphrase([UInt8])
        case privateKey(Curve25519.KeyAgreement.PrivateKey)
    }

    package enum Flaw: Error, Hashable, Sendable {
        case malformed(Defect)
        /// It is sealed by a passphrase, and a key was given, or the other way round.
        case otherLock(needsPassphrase: Bool)
        /// It is sealed to another key.
        case otherKey
        /// The passphrase is another one, or the file was changed or cut off.
        case wrong
    }

    /// How a file is to be opened.
    package static func needsPassphrase(_ file: [UInt8]) throws(Flaw) -> Bool {
        try header(of: file).claims.has("scrypt")
    }

    package static func seal(
        _ archive: BackupArchive, by lock: Lock, random: (Int) -> [UInt8]
    ) throws -> [UInt8] {
        switch lock {
        case .passphrase(let passphrase):
            let (cost, salt, nonce) = (Cost(), random(16), random(12))
            let header = line(
                JSONObject([
                    "format": .string(format),
                    "scrypt": .object(
                        JSONObject([
                            "n": .integer(Int64(cost.rounds)),
                            "r": .integer(Int64(cost.blockSize)),
                            "p": .integer(Int64(cost.parallelism)),
                            "salt": .string(Base64URL.encode(salt)),
                        ])),
                    "nonce": .string(Base64URL.encode(nonce)),
                ]))
            let box = try AES.GCM.seal(
                archive.bytes, using: key(passphrase, salt, cost),
                nonce: AES.GCM.Nonce(data: nonce), authenticating: header)
            return header + box.ciphertext + box.tag
        case .publicKey(let bytes):
            var sender = try HPKE.Sender(
                recipientKey: Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes),
                ciphersuite: suite, info: Data(format.utf8))
            let header = line(
                JSONObject([
                    "format": .string(format),
                    "hpke": .object(
                        JSONObject([
                            "to": .string(SealingKey.thumbprint(of: bytes)),
                            "key": .string(Base64URL.encode(sender.encapsulatedKey)),
                        ])),
                ]))
            return header + Array(try sender.seal(archive.bytes, authenticating: header))
        }
    }

    package static func open(_ file: [UInt8], by opener: Opener) throws(Flaw) -> BackupArchive {
        let (claims, line, sealed) = try header(of: file)
        let bytes: [UInt8]
        switch opener {
        case .passphrase(let passphrase):
            guard claims.has("scrypt") else { throw .otherLock(needsPassphrase: false) }
            bytes = try opened(sealed, claims, line, passphrase)
        case .privateKey(let key):
            guard claims.has("hpke") else { throw .otherLock(needsPassphrase: true) }
            bytes = try opened(sealed, claims, line, key)
        }
        do throws(Defect) {
            return try BackupArchive(parsing: bytes)
        } catch {
            throw .malformed(error)
        }
    }

    private static func opened(
        _ sealed: ArraySlice<UInt8>, _ claims: Claims, _ line: [UInt8], _ passphrase: [UInt8]
    ) throws(Flaw) -> [UInt8] {
        let (cost, salt, nonce): (Cost, [UInt8], [UInt8])
        do throws(Defect) {
            (cost, salt) = try scrypt(claims.required("scrypt", claims.claims("scrypt")))
            nonce = try claims.bytes("nonce")
        } catch {
            throw .malformed(error)
        }
        guard sealed.count >= 16 else { throw .wrong }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: nonce), ciphertext: sealed.dropLast(16),
                tag: sealed.suffix(16))
            return Array(
                try AES.GCM.open(box, using: key(passphrase, salt, cost), authenticating: line))
        } catch {
            throw .wrong
        }
    }

    private static func opened(
        _ sealed: ArraySlice<UInt8>, _ claims: Claims, _ line: [UInt8],
        _ key: Curve25519.KeyAgreement.PrivateKey
    ) throws(Flaw) -> [UInt8] {
        let (to, encapsulated): (String, [UInt8])
        do throws(Defect) {
            let hpke = try claims.required("hpke", claims.claims("hpke"))
            (to, encapsulated) = (try hpke.text("to"), try hpke.bytes("key"))
        } catch {
            throw .malformed(error)
        }
        guard SealingKey.thumbprint(of: Array(key.publicKey.rawRepresentation)) == to else {
            throw .otherKey
        }
        do {
            var recipient = try HPKE.Recipient(
                privateKey: key, ciphersuite: suite, info: Data(format.utf8),
                encapsulatedKey: Data(encapsulated))
            return Array(try recipient.open(Array(sealed), authenticating: line))
        } catch {
            throw .wrong
        }
    }

    /// The parameters come from outside: they are bounded, so that nobody makes the computer work for hours.
    private static func scrypt(_ claims: Claims) throws(Defect) -> (Cost, salt: [UInt8]) {
        let rounds = try claims.required("n", claims.integer("n", in: 1 << 10...1 << 20))
        guard rounds.nonzeroBitCount == 1 else { throw .claim("n", expected: "a power of two") }
        let cost = Cost(
            rounds: Int(rounds),
            blockSize: Int(try claims.required("r", claims.integer("r", in: 1...16))),
            parallelism: Int(try claims.required("p", claims.integer("p", in: 1...4))))
        return (cost, try claims.bytes("salt"))
    }

    private static func header(
        of file: [UInt8]
    ) throws(Flaw) -> (claims: Claims, line: [UInt8], sealed: ArraySlice<UInt8>) {
        do throws(Defect) {
            guard let end = file.prefix(headerLimit).firstIndex(of: UInt8(ascii: "\n")) else {
                throw .claim("", expected: "a line that says how the backup is sealed")
            }
            let claims = try Claims(parsing: Array(file[..<end]))
            try claims.require("format", format)
            return (claims, Array(file[...end]), file[(end + 1)...])
        } catch {
            throw .malformed(error)
        }
    }

    private static func line(_ header: JSONObject) -> [UInt8] {
        Array((JSONValue.object(header).compact + "\n").utf8)
    }

    private static func key(
        _ passphrase: [UInt8], _ salt: [UInt8], _ cost: Cost
    ) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: passphrase, salt: salt, outputByteCount: keySize, rounds: cost.rounds,
            blockSize: cost.blockSize, parallelism: cost.parallelism, maxMemory: 2 << 30)
    }

    private static var suite: HPKE.Ciphersuite {
        HPKE.Ciphersuite(kem: .Curve25519_HKDF_SHA256, kdf: .HKDF_SHA256, aead: .AES_GCM_256)
    }
}
