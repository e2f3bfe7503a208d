import FIDO2
import Glibc
import HardwareKeys
import LicenseBinding
import SimulatedKeys
import Testing

/// FIDO2 keys as they are found and recognized.
struct SecurityKeyTests {
    private static let party = "licensing.example"

    private func keys(
        in ports: SimulatedPorts, knowing credentials: [KeyCredential] = [],
        patience: Duration = .zero
    ) throws -> [HardwareKey] {
        let question = KeyQuestion(
            about: credentials, patience: patience, countingOthers: true)
        return try KeyDetector(catalog: .builtIn, ports: ports, question: question).keys()
    }

    @Test func `a key is recognized by the credential that it answers for`() throws {
        let key = SimulatedKey()
        let credential = key.credential(for: Self.party)
        let other = SimulatedKey().credential(for: Self.party)
        let found = try #require(
            try keys(in: SimulatedPorts(key), knowing: [other, credential]).first)
        #expect(found.id == credential.keyID)
        #expect(found.state == .ready)
        #expect(found.assurance == .signed)
        #expect(found.model == credential.model)
        #expect(found.name == "Example Keys Security Key")
        #expect(key.touches == 0)
    }

    @Test func `a key that answers for none is unenrolled, and says its model`() throws {
        let key = SimulatedKey()
        let known = SimulatedKey().credential(for: Self.party)
        let found = try #require(try keys(in: SimulatedPorts(key), knowing: [known]).first)
        #expect(found.state == .unenrolled)
        #expect(found.id == nil)
        #expect(found.model?.bytes == key.model)
        #expect(key.assertions == 0)
    }

    @Test func `one stick that was enrolled for several licenses has several IDs`() throws {
        let key = SimulatedKey()
        let credentials = [
            key.credential(for: Self.party), key.credential(for: Self.party),
            key.credential(for: "other.example"),
        ]
        let found = try #require(
            try keys(in: SimulatedPorts(key), knowing: credentials).first)
        #expect(Set(found.ids) == Set(credentials.map(\.keyID)))
        #expect(Set(found.evidence.map(\.id)) == Set(credentials.map(\.keyID)))
    }

    @Test func `of hundreds of known credentials a key finds its own`() throws {
        let key = SimulatedKey()
        let credential = key.credential(for: Self.party)
        let other = SimulatedKey()
        let others = (0..<300).map { _ in other.credential(for: Self.party) }
        let found = try #require(
            try keys(in: SimulatedPorts(key), knowing: others + [credential]).first)
        #expect(found.ids == [credential.keyID])
    }

    @Test func `a copied key beside its original is a duplicate`() throws {
        let key = SimulatedKey()
        let credential = key.credential(for: Self.party)
        let found = try keys(in: SimulatedPorts(key, key.copy()), knowing: [credential])
        #expect(found.map(\.state) == [.duplicateID, .duplicateID])
        #expect(found.flatMap(\.evidence).allSatisfy { $0.id == credential.keyID })
    }

    @Test(arguments: [(EACCES, KeyState.noAccess), (EPERM, .noAccess)])
    func `a key that may not be opened is no access`(_ code: Int32, _ state: KeyState) throws {
        let ports = SimulatedPorts()
        ports.plug(SimulatedKey(), refusal: code)
        let found = try #require(try keys(in: ports).first)
        #expect(found.state == state)
        #expect(found.problem == .fido2(.openFailed(errno: code)))
    }

    @Test func `a key that another program uses is busy, and may be the one`() throws {
        let key = SimulatedKey()
        let credential = key.credential(for: Self.party)
        key.set { $0.isBusy = true }
        let found = try #require(try keys(in: SimulatedPorts(key), knowing: [credential]).first)
        #expect(found.state == .busy)
        #expect(found.evidence.first?.provesItself == true)
    }

    @Test func `a key that is busy for a moment is waited for`() throws {
        let key = SimulatedKey()
        let credential = key.credential(for: Self.party)
        key.set { $0.busyUntil = .now + .seconds(1) }
        let found = try keys(
            in: SimulatedPorts(key), knowing: [credential], patience: .seconds(12))
        #expect(found.first?.id == credential.keyID)
    }

    @Test func `a key that is pulled out in the middle is not there`() throws {
        let key = SimulatedKey()
        let credential = key.credential(for: Self.party)
        for reports in 0..<4 {
            key.set { $0.pulledAfter = reports }
            #expect(try keys(in: SimulatedPorts(key), knowing: [credential]).isEmpty)
        }
    }

    @Test func `a key that signs nothing without a touch is unenrolled, with the reason`() throws {
        let key = SimulatedKey()
        let credential = key.credential(for: Self.party)
        key.set { $0.silence = .refuses }
        let found = try #require(try keys(in: SimulatedPorts(key), knowing: [credential]).first)
        #expect(found.state == .unenrolled)
        #expect(found.problem != nil)
    }

    @Test func `a key that knows the old standard alone says so`() throws {
        let key = SimulatedKey()
        key.set { $0.isPredecessor = true }
        let found = try #require(try keys(in: SimulatedPorts(key)).first)
        #expect(found.state == .unenrolled)
        #expect(found.problem == .fido2(.predecessor))
    }

    @Test func `a key that is told with two models is one key`() throws {
        let key = SimulatedKey()
        let credential = key.credential(for: Self.party)
        let twin = KeyCredential(
            key: credential.key, relyingParty: credential.relyingParty, id: credential.id,
            model: try #require(AAGUID([UInt8](repeating: 1, count: 16))))
        let found = try keys(in: SimulatedPorts(key), knowing: [credential, twin])
        #expect(found.map(\.state) == [.ready])
        #expect(key.assertions == 1)
    }

    @Test func `a copy counts for all IDs of its original`() throws {
        let key = SimulatedKey()
        let credentials = [key.credential(for: Self.party), key.credential(for: "other.example")]
        let found = try keys(in: SimulatedPorts(key, key.copy()), knowing: credentials)
        for credential in credentials {
            let evidence = found.flatMap(\.evidence).filter { $0.id == credential.keyID }
            #expect(evidence.map(\.state) == [.duplicateID, .duplicateID])
        }
    }

    @Test func `a signature that is none makes no duplicate of the key that it names`() throws {
        let (key, liar) = (SimulatedKey(), SimulatedKey())
        let credential = key.credential(for: Self.party)
        liar.set { $0.silence = .claims(credential.id) }
        let found = try keys(in: SimulatedPorts(key, liar), knowing: [credential])
        #expect(found.map(\.state) == [.ready, .unenrolled])
        #expect(found.flatMap(\.ids) == [credential.keyID])
    }
}
