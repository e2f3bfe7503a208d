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
        return try Enrollment.made(by: key, for: "root", nonce: #require(Nonce(Self.nonce)))
    }

    @Test func `each file in accepted is believed`() throws {
        let fixtures = try EnrollmentFixture.accepted()
        #expect(fixtures.count >= 5)
        for fixture in fixtures { #expect(Self.reason(fixture) == nil, "\(fixture.name)") }
    }

    @Test func `each file in refused is refused for the reason of its name`() throws {
        let fixtures = try EnrollmentFixture.refused()
        #expect(fixtures.count >= 14)
        for fixture in fixtures {
            let expected = fixture.name.prefix { $0 != "-" }
            #expect(Self.reason(fixture) == String(expected), "\(fixture.name)")
        }
    }

    private static func reason(_ fixture: EnrollmentFixture) -> String? {
        let enrollment: Enrollment
        do throws(Defect) {
            enrollment = try Enrollment(parsing: fixture.bytes)
        } catch {
            return "MALFORMED"
        }
        do throws(EnrollmentDefect) {
            _ = try enrollment.verified()
            return nil
        } catch {
            return switch error {
            case .attestation: "ATTESTATION"
            case .selfTest: "SELF_TEST"
            case .counter: "COUNTER"
            }
        }
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
