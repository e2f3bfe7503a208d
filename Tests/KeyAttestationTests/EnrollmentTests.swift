import FIDO2
import KeyAttestation
import LicenseBinding
import SeededRandomness
import SimulatedKeys
import Testing

/// The file that goes from a site to a publisher.
struct EnrollmentTests {
    private static let nonce = [UInt8](repeating: 5, count: 32)

    private func enrollment(
        of key: SimulatedKey = SimulatedKey(), _ voucher: SimulatedVoucher = .itself
    ) throws -> Enrollment {
        key.set(voucher)
        let party = RelyingParty.id(of: "root")
        let nonce = try #require(Nonce(Self.nonce))
        let authenticator = try Authenticator.open(on: SimulatedChannel(SimulatedKeyPort(key)))
        let made = try authenticator.makeCredential(
            CredentialRequest(
                challenge: Enrollment.challenge(nonce, step: 0), relyingParty: party, user: [1]))
        let id = try #require(AttestedCredential(made.authenticatorData, for: party)).credential.id
        let assertions = try (1...2).map { step in
            let signed = try authenticator.sign(
                Enrollment.challenge(nonce, step: step), for: party, with: [id])
            return KeyAssertion(
                authenticatorData: signed.authenticatorData, signature: signed.signature)
        }
        return Enrollment(
            root: "root", nonce: nonce, name: "Example", attestationFormat: made.format,
            statement: made.statement, authenticatorData: made.authenticatorData,
            assertions: assertions)
    }

    @Test func `what a file holds is what was written, and is believed`() throws {
        let vouchers: [SimulatedVoucher] = [
            .itself, .nobody,
            .maker(try SimulatedMaker().certify(SimulatedKey().model, through: true)),
        ]
        for voucher in vouchers {
            let enrollment = try enrollment(voucher)
            let read = try Enrollment(parsing: enrollment.json.file)
            #expect(read == enrollment)
            #expect(try read.verified().credential == read.claimedCredential())
        }
    }

    private func enrollment(_ voucher: SimulatedVoucher) throws -> Enrollment {
        try enrollment(of: SimulatedKey(), voucher)
    }

    @Test func `one bit that is another one in what was signed is noticed`() throws {
        let file = try enrollment().json
        var generator = SeededGenerator(seed: 6)
        for path in [
            ["nonce"], ["publisher"], ["attestation", "authenticatorData"],
            ["attestation", "statement"],
        ] {
            for _ in 0..<60 {
                let changed = try file.flipping(bitAt: path, &generator)
                #expect(throws: (any Error).self, "\(path)") {
                    _ = try Enrollment(parsing: changed.file).verified()
                }
            }
        }
    }

    @Test func `files of any bytes never trap`() throws {
        let file = try enrollment().json.file
        var generator = SeededGenerator(seed: 7)
        var believed = 0
        for _ in 0..<3000 {
            var bytes = file
            for _ in 0...Int.random(in: 0...3, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0 ... .max, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 32..<127, using: &generator), at: place)
                }
            }
            if (try? Enrollment(parsing: bytes).verified()) != nil { believed += 1 }
        }
        // Only the name, and the space between members, are anybody's to change.
        #expect(believed < 300)
    }

    @Test func `two signatures are wanted, in their order, with a counter that rises`() throws {
        let whole = try enrollment()
        func defect(_ assertions: [KeyAssertion]) -> EnrollmentDefect? {
            let changed = Enrollment(
                root: whole.root, nonce: whole.nonce, name: whole.name,
                attestationFormat: whole.attestationFormat, statement: whole.statement,
                authenticatorData: whole.authenticatorData, assertions: assertions)
            do throws(EnrollmentDefect) {
                _ = try changed.verified()
                return nil
            } catch {
                return error
            }
        }
        #expect(defect(whole.assertions) == nil)
        #expect(defect([]) == .selfTest(.absent))
        #expect(defect([whole.assertions[0]]) == .selfTest(.absent))
        #expect(defect(whole.assertions + [whole.assertions[1]]) == .selfTest(.absent))
        #expect(defect(whole.assertions.reversed()) == .selfTest(.signature))
        #expect(defect([whole.assertions[0], whole.assertions[0]]) == .selfTest(.signature))
        let falling = SimulatedKey()
        falling.set { $0.counter = .falling }
        #expect(throws: EnrollmentDefect.counter(98, last: 99)) {
            _ = try enrollment(of: falling).verified()
        }
    }

    @Test func `a file that is too large, or of another kind, is refused`() throws {
        #expect(throws: Defect.tooLarge(limit: Enrollment.limit)) {
            _ = try Enrollment(parsing: [UInt8](repeating: 0x20, count: Enrollment.limit + 1))
        }
        var other = try enrollment().json
        other["format"] = "keybound enrollment 2"
        #expect(throws: Defect.self) { _ = try Enrollment(parsing: other.file) }
    }
}

extension JSONObject {
    /// The same with one bit of a text in base64url, or of a plain one, that is another one.
    fileprivate func flipping(
        bitAt path: [String], _ generator: inout SeededGenerator
    ) throws -> JSONObject {
        var object = self
        guard path.count == 1 else {
            guard case .object(let inner)? = object[path[0]] else { return self }
            object[path[0]] = .object(
                try inner.flipping(bitAt: Array(path.dropFirst()), &generator))
            return object
        }
        guard case .string(let text)? = object[path[0]] else { return self }
        guard var bytes = Base64URL.decode(text), path[0] != "publisher" else {
            object[path[0]] = .string(text + "x")
            return object
        }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        object[path[0]] = .string(Base64URL.encode(bytes))
        return object
    }
}
