import CenterDatabase
import CenterProtocol
import Crypto
import Foundation
import KeyAttestation
import LicenseBinding
import LicensingCenter
import SimulatedKeys
import Synchronization
import TestPublisher

/// A center with a real database in a temporary folder, at a time that tests choose, with one kit.
final class TestCenter: Sendable {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)

    let folder: String
    let publisher: TestPublisher
    let center: Center
    let database: CenterDatabase
    private let centerOn: @Sendable (CenterDatabase) -> Center

    init(
        in folder: String? = nil, of publisher: TestPublisher = TestPublisher(), secret: UInt8 = 5,
        answeringBy story: PhoneStory = PhoneStory()
    ) throws {
        self.publisher = publisher
        let new = NSTemporaryDirectory() + "keybound-center-\(UInt64.random(in: 0 ... .max))"
        let own = folder ?? new
        self.folder = own
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        let issuer = try TestPublisher.center(publisher)
        let clock = Clock()
        let seal = AuditSeal(by: issuer, of: publisher.root) { clock.now }
        database = try CenterDatabase(at: own + "/center.sqlite", sealing: seal)
        self.clock = clock
        let phone = PhoneIssuer(key: try story.key, certificate: try story.certificate)
        centerOn = { database in
            Center(
                storage: database, publisher: publisher.root, issuer: issuer,
                signsUntil: Self.start + 731 * 86400, phone: phone,
                secret: SymmetricKey(data: [UInt8](repeating: secret, count: 32)),
                policy: AttestationPolicy(), clock: { clock.now },
                random: { count in (0..<count).map { _ in UInt8.random(in: 0 ... .max) } })
        }
        center = centerOn(database)
    }

    /// The same center with another database.
    func center(on database: CenterDatabase) -> Center { centerOn(database) }

    deinit {
        // What stays behind is a folder among other temporary ones.
        try? FileManager.default.removeItem(atPath: folder)
    }

    final class Clock: Sendable {
        private let time = Mutex(TestCenter.start)
        var now: Date { time.withLock(\.self) }
        func pass(days: Double) { time.withLock { $0 += days * 86400 } }
    }

    let clock: Clock

    /// A kit that was sold, and its PINs.
    func kit(
        workplaces: Int = 1, kind: PIN.Kind = .standard, rule: KitRule = KitRule(),
        terms: KitTerms = KitTerms()
    ) async throws -> PINSheet {
        if try await center.kits().isEmpty {
            try await center.add(Product(id: "planner", name: "Planner"))
        }
        return try await center.createKit(
            product: "planner", workplaces: workplaces, kind: kind, rule: rule,
            terms: terms)
    }
}

extension TestPublisher {
    /// What signs for a center: times too.
    static func center(_ publisher: TestPublisher) throws -> LicenseIssuer {
        let certificate = IssuingCertificate(
            publisher: publisher.name, key: publisher.issuingKey.publicKey,
            notBefore: TestCenter.start - 86400, expires: TestCenter.start + 731 * 86400,
            purposes: [.license, .revocations, .catalog, .time])
        return LicenseIssuer(
            key: publisher.issuingKey, certificate: try certificate.signed(by: publisher.rootKey))
    }
}

extension PINSheet {
    func pin(_ position: PINPosition = .main, workplace: Int = 1) -> PIN {
        lines.first { $0.workplace == workplace && $0.position == position }?.pin ?? lines[0].pin
    }

    var registration: RegistrationNumber { kit.registration }
}

/// A site as the center knows it: a computer, its own key, and a FIDO2 key.
struct TestSite {
    let name: String
    let key = SimulatedKey()
    let device = Curve25519.Signing.PrivateKey()
    let publisher: TestPublisher
    var parameters = MachineParameters.sample

    init(_ name: String = "accounting-1", of publisher: TestPublisher = TestPublisher()) {
        self.name = name
        self.publisher = publisher
    }

    var machine: ProposedMachine {
        guard let key = VerifyingKey(Array(device.publicKey.rawRepresentation)) else {
            preconditionFailure("an Ed25519 public key has 32 bytes")
        }
        return ProposedMachine(parameters, deviceKey: key)
    }

    /// The key as it is enrolled, anew each time.
    func enrolled(_ key: SimulatedKey? = nil) throws -> Enrollment {
        guard let nonce = Nonce((0..<Nonce.count).map { _ in UInt8.random(in: 0 ... .max) }) else {
            preconditionFailure("as many bytes as a nonce has")
        }
        return try Enrollment.made(
            by: key ?? self.key, for: publisher.root.key.thumbprint, nonce: nonce)
    }

    static func requestID() -> RequestID {
        let text = (0..<22).map { _ in "0123456789abcdef".randomElement() ?? "0" }
        guard let id = RequestID(String(text)) else { preconditionFailure("22 plain characters") }
        return id
    }

    func head(_ registration: RegistrationNumber, id: RequestID = requestID()) -> RequestHead {
        RequestHead(id: id, registration: registration, computer: name)
    }
}

extension LicenseeData {
    static func sample(_ members: KeyValuePairs<String, JSONValue?> = ["name": "OOO «Romashka» "])
        throws -> LicenseeData
    {
        try LicenseeData(Claims(JSONObject(members)))
    }
}
