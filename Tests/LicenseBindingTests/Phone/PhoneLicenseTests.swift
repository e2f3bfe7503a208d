import FoundationEssentials
import LicenseBinding
import PhoneCodes
import TestPublisher
import Testing

/// Licenses that were given by phone, as sites and programs read them.
struct PhoneLicenseTests {
    private func refusal(of file: [UInt8], by reader: DocumentReader? = nil) -> Refusal? {
        var reader = reader ?? TestPublisher().reader
        do throws(Refusal) {
            _ = try reader.license(file)
            return nil
        } catch {
            return error
        }
    }

    /// The file with another value of one of its members, however deep.
    private func edited(_ path: [String], _ value: JSONValue?) throws -> [UInt8] {
        guard case .object(let file) = try JSONScanner.value(of: PhoneStory().file) else {
            return []
        }
        return Array((JSONValue.object(file.with(path[...], value)).compact + "\n").utf8)
    }

    @Test func `it is a whole license, which the publisher's root alone verifies`() throws {
        var story = PhoneStory()
        story.terms.features = [Feature(name: "reports")]
        story.terms.seats = Seats(count: 5)
        story.terms.grace = Grace(running: .seconds(60))
        let signed = try story.signed
        #expect(signed.publisher == "Example Publisher")
        #expect(signed.kit == "1016547536")
        #expect(signed.product == story.product)
        #expect(signed.features.map(\.name) == ["reports"])
        #expect(signed.seats?.count == 5)
        #expect(signed.licensee.name == "Example Institute")
        #expect(signed.binding.keys == story.binding.keys)
        #expect(signed.binding.grace.running == .seconds(60))
        #expect(signed.issuedAt == story.day.start)
        #expect(signed.id == PhoneLicense.id(of: try story.request))
        #expect(signed.root == story.publisher.root.key.thumbprint)
        #expect(signed.issuingKey == (try story.certificate.thumbprint))
        #expect(signed.phone == (try story.license))
        let end = try #require(signed.expires)
        #expect(Timestamp.text(end) == "\(story.day + 90)T23:59:59Z")
    }

    @Test func `the verdict on it is as on any license, and says how it was given`() throws {
        let signed = try PhoneStory().signed
        let verdict = LicenseVerifier.verdict(on: signed, given: .sample)
        let warnings = try #require(verdict.warnings)
        #expect(warnings.contains(.givenByPhone(until: try #require(signed.expires))))
        #expect(LicenseVerifier.verdict(on: signed, given: .sample([])).codes == ["KEY_ABSENT"])
        var late = Evidence.sample
        late.time = TestTime.issued + 92 * TestTime.day
        #expect(LicenseVerifier.verdict(on: signed, given: late).codes == ["EXPIRED"])
    }

    @Test func `it works in every binding mode`() throws {
        for mode in Binding.Mode.allCases {
            var story = PhoneStory()
            story.binding = Binding(
                mode: mode, keys: mode.hasKeys ? Binding.sample().keys : [],
                machine: mode.hasMachine
                    ? .sample(deviceKey: SeededKey(seed: 9).publicKey) : nil)
            let verdict = LicenseVerifier.verdict(on: try story.signed, given: .sample)
            #expect(verdict.isAccepted, "\(mode)")
            var elsewhere = Evidence.sample([])
            elsewhere.machine = .sample(changing: [.systemID: ["another"], .board: ["another"]])
            #expect(
                !LicenseVerifier.verdict(on: try story.signed, given: elsewhere).isAccepted,
                "\(mode)")
        }
    }

    @Test func `a key that proves itself is asked to`() throws {
        var story = PhoneStory()
        story.binding = .sample([.signing()])
        story.terms.minimumAssurance = .signed
        let signed = try story.signed
        let key = try SeededCredential(seed: 1).present(for: signed.id)
        #expect(LicenseVerifier.verdict(on: signed, given: .sample([key])).isAccepted)
        story.binding = .sample()
        #expect(
            LicenseVerifier.verdict(on: try story.signed, given: .sample).codes
                == ["ASSURANCE_TOO_LOW"])
    }

    @Test func `what a site adds to its binding counts for nothing`() throws {
        var story = PhoneStory()
        story.binding.grace = Grace(running: .seconds(1_000_000), start: .seconds(1_000_000))
        story.binding.spareDays = 10
        story.binding.others["added"] = .bool(true)
        let signed = try story.signed
        #expect(signed.binding.spareDays == nil)
        #expect(signed.binding.grace == Grace())
        #expect(signed.binding.others.members.isEmpty)
    }

    @Test func `what ties to nothing is no license`() throws {
        let salt = [UInt8](repeating: 1, count: 16)
        let device = SeededKey(seed: 5).publicKey
        func machine(_ values: [MachinePart: [String]], _ key: VerifyingKey?) -> Binding {
            Binding(
                mode: .machine,
                machine: MachineBinding(
                    MachineParameters(values: values, memory: 0), policy: .tolerant, salt: salt,
                    deviceKey: key))
        }
        for (binding, isFit) in [
            (machine([:], device), false), (machine([.systemID: ["1"]], device), false),
            (machine([.hostName: ["1"], .osName: ["2"], .systemID: ["3"]], device), false),
            (machine([.systemID: ["1"], .board: ["2"]], nil), false),
            (machine([.systemID: ["1"], .board: ["2"]], device), true),
            (.sample((1...17).map { .sample($0) }), false),
            (.sample((1...16).map { .sample($0) }), true),
        ] {
            var story = PhoneStory()
            story.binding = binding
            let refusal = refusal(of: try story.file)
            #expect((refusal == nil) == isFit)
            #expect(isFit || refusal?.code == "MALFORMED")
        }
    }

    @Test func `an emergency is short, and no license outlives its kit`() throws {
        var story = PhoneStory()
        story.kind = .emergency
        #expect(try story.signed.expires == (story.day + 15).start - 1)
        story.kind = .recovery
        story.terms.expires = (story.day + 30).start
        #expect(try story.signed.expires == (story.day + 30).start)
    }

    @Test func `whatever is changed in it is found`() throws {
        let mismatch = Refusal.signatureInvalid(.mismatch)
        let commitment = Refusal.signatureInvalid(.commitment)
        #expect(refusal(of: try PhoneStory().file) == nil)
        for (path, value, expected) in [
            (["terms", "phoneDays"], .integer(3650), mismatch),
            (["terms", "product", "id"], "another", mismatch),
            (["terms", "added"], true, mismatch),
            (["terms", "seats"], .members(["count": .integer(9)]), mismatch),
            (["day"], "2026-11-30", mismatch),
            (["document", "licensee", "name"], "Another Institute", commitment),
            (["document", "registration"], "1016547537", mismatch),
            (["document", "nonce"], "AAAA", commitment),
            (["document", "added"], 1, commitment),
            (["document", "binding", "mode"], "machine", nil),
        ] as [([String], JSONValue, Refusal?)] {
            let found = refusal(of: try edited(path, value))
            if let expected {
                #expect(found == expected, "\(path)")
            } else {
                #expect(found != nil, "\(path)")
            }
        }
    }

    @Test func `a binding that was not asked for is found`() throws {
        var story = PhoneStory()
        let license = try story.license
        story.binding = .sample([.sample(2)])
        let forged = PhoneLicense(
            certificate: license.certificate, request: license.request, answer: license.answer,
            document: story.document, terms: license.terms, day: license.day)
        #expect(refusal(of: Array(forged.file.utf8)) == .signatureInvalid(.commitment))
    }

    @Test func `an answer to another request, or of another kit, signs nothing here`() throws {
        let license = try PhoneStory().license
        var other = PhoneStory()
        other.nonce = 10
        let request = try other.request
        let moved = PhoneLicense(
            certificate: license.certificate, request: request, answer: license.answer,
            document: other.document, terms: license.terms, day: license.day)
        #expect(refusal(of: Array(moved.file.utf8)) == .signatureInvalid(.mismatch))
        other = PhoneStory()
        other.terms.phoneDays = 60
        let foreign = PhoneLicense(
            certificate: license.certificate, request: license.request, answer: license.answer,
            document: license.document, terms: other.phoneTerms, day: license.day)
        #expect(refusal(of: Array(foreign.file.utf8)) == .signatureInvalid(.mismatch))
    }

    @Test func `what was asked for one product is no license of another`() throws {
        var story = PhoneStory()
        story.askedProduct = "drawer"
        #expect(refusal(of: try story.file) == .signatureInvalid(.commitment))
    }

    @Test func `check digits are part of the answer`() throws {
        let text = try PhoneStory().license.answer.text
        let last = text.last == "0" ? "1" : "0"
        #expect(
            refusal(of: try edited(["answer"], .string(text.dropLast() + last)))
                == .signatureInvalid(.mismatch))
    }

    @Test func `a phone key signs within its limits alone`() throws {
        func defect(_ change: (inout PhoneStory) -> Void) throws -> IssuerDefect? {
            var story = PhoneStory()
            change(&story)
            guard case .issuerUnknown(let defect)? = refusal(of: try story.file) else { return nil }
            return defect
        }
        let end = TestTime.issued - TestTime.day * 3
        #expect(
            try defect {
                $0.certifiedFrom = end - TestTime.day; $0.certifiedTo = end
            }
                == .expired(on: end, signed: PhoneStory().day.start))
        let start = TestTime.issued + TestTime.day * 3
        #expect(
            try defect { $0.certifiedFrom = start }
                == .notYetValid(from: start, signed: PhoneStory().day.start))
        #expect(
            try defect { $0.limits.products = ["drawer", "viewer"] }
                == .phoneLimit(.product("planner", only: ["drawer", "viewer"])))
        #expect(try defect { $0.limits.products = ["drawer", "planner"] } == nil)
        #expect(
            try defect {
                $0.limits.mostSeats = 4; $0.terms.seats = Seats(count: 5)
            }
                == .phoneLimit(.seats(5, most: 4)))
        #expect(
            try defect {
                $0.limits.mostSeats = 4
                $0.terms.features = [Feature(name: "a", seats: 6)]
            } == .phoneLimit(.seats(6, most: 4)))
        #expect(
            try defect {
                $0.limits.mostSeats = 5; $0.terms.seats = Seats(count: 5)
            } == nil)
        #expect(
            try defect { $0.limits.longestDays = 89 } == .phoneLimit(.days(90, longest: 89)))
        #expect(try defect { $0.limits.longestDays = 90 } == nil)
        #expect(
            try defect {
                $0.limits.longestDays = 13; $0.kind = .emergency
            }
                == .phoneLimit(.days(14, longest: 13)))
    }

    @Test func `a phone key is one that the publisher's root has certified`() throws {
        var story = PhoneStory()
        story.publisher = .stranger
        guard case .issuerUnknown(.untrustedRoot)? = refusal(of: try story.file) else {
            Issue.record("a stranger's license was taken")
            return
        }
        // The root's word for an issuing key is none for a phone key.
        let publisher = TestPublisher()
        #expect(
            refusal(of: try edited(["issuer"], .string(publisher.certificate())))
                == .malformed(.type(expected: "phone+jwt", found: "issuer+jwt")))
        // A certificate that names another publisher than its root.
        let key = try PhoneStory().certificate
        let other = PhoneCertificate(
            publisher: "Other Publisher", key: key.key, notBefore: key.notBefore,
            expires: key.expires, limits: key.limits)
        #expect(
            refusal(
                of: try edited(["issuer"], .string(other.signed(by: publisher.rootKey))))
                == .issuerUnknown(
                    .publisherMismatch(expected: "Example Publisher", found: "Other Publisher")))
    }

    @Test func `the key number is that of the certificate`() throws {
        var story = PhoneStory()
        let license = try story.license
        story.keyNumber = 3
        let renumbered = PhoneLicense(
            certificate: try story.certificate.signed(by: story.publisher.rootKey),
            request: license.request, answer: license.answer, document: license.document,
            terms: license.terms, day: license.day)
        #expect(refusal(of: Array(renumbered.file.utf8)) == .signatureInvalid(.mismatch))
    }

    @Test func `it is withdrawn as any license, and with its phone key`() throws {
        let signed = try PhoneStory().signed
        for (licenses, issuers) in [([signed.id], []), ([], [signed.issuingKey])]
            as [([LicenseID], [String])]
        {
            var evidence = Evidence.sample
            evidence.revocations = SignedRevocations(
                list: RevocationList(
                    publisher: signed.publisher, sequence: 1, issuedAt: TestTime.issued,
                    licenses: Set(licenses), keys: Set(issuers)), root: signed.root)
            #expect(LicenseVerifier.verdict(on: signed, given: evidence).codes == ["REVOKED"])
        }
    }

    @Test func `forms that are none are refused`() throws {
        let file = try PhoneStory().file
        #expect(refusal(of: Array("{".utf8))?.code == "MALFORMED")
        #expect(refusal(of: file + file)?.code == "MALFORMED")
        #expect(refusal(of: Array("{}\n".utf8))?.code == "MALFORMED")
        for path in ["typ", "issuer", "request", "answer", "terms", "day", "document"] {
            #expect(refusal(of: try edited([path], nil))?.code == "MALFORMED", "\(path)")
            #expect(refusal(of: try edited([path], 7))?.code == "MALFORMED", "\(path)")
        }
        #expect(refusal(of: try edited(["typ"], "license+jwt"))?.code == "MALFORMED")
        #expect(refusal(of: try edited(["request"], "1234"))?.code == "MALFORMED")
        #expect(refusal(of: try edited(["day"], "2026-02-30"))?.code == "MALFORMED")
        #expect(refusal(of: try edited(["terms", "phoneDays"], 0))?.code == "MALFORMED")
        // What a later version adds to the file itself is nobody's claim.
        #expect(refusal(of: try edited(["added"], "later")) == nil)
    }
}

extension JSONObject {
    fileprivate func with(_ path: ArraySlice<String>, _ value: JSONValue?) -> JSONObject {
        guard let name = path.first else { return self }
        var object = self
        guard path.count > 1 else {
            object[name] = value
            return object
        }
        guard case .object(let inner)? = object[name] else { return self }
        object[name] = .object(inner.with(path.dropFirst(), value))
        return object
    }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
}
