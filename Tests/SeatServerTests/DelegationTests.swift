import FileSystem
import Foundation
import HardwareKeys
import LicenseBinding
import LicenseStore
import LicensedComputer
import Logging
import SeatProtocol
import SimulatedKeys
import TestPublisher
import Testing
import USBBus

@testable import SeatServer

/// A key speaks for a server: every few minutes, and at once when it comes or leaves.
@Suite(.timeLimit(.minutes(5)))
struct DelegationTests {
    private let computer: LicensedComputer
    private let server = SeededKey(seed: 5)
    private let licenses = SeatLicenses()
    private let keeper: DelegationKeeper
    /// A spare that cannot sign.
    private static let dongle = KeyID.usb(vendor: 0xcafe, product: 0x4b6e, serial: "NUB-1")

    init() throws {
        computer = try LicensedComputer()
        var license = License.sample(
            id: "license-1", issuedAt: Date() - 86400,
            binding: Binding(
                mode: .key, keys: [BoundKey(computer.credential, role: .primary)], grace: Grace()))
        license.product = Product(id: "planner")
        license.seats = Seats(count: 3)
        license.binding.keys.append(BoundKey(id: Self.dongle, role: .spare))
        license.binding.seatServer = server.publicKey
        try NamedFile.add(
            computer.state + "/licenses/license-1.lic",
            with: try computer.publisher.file(of: license))
        let store = StoreLocation.agentStore(in: Folder(computer.state))
        _ = licenses.read(store)
        var logger = Logger(label: "seats") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        let detector = KeyDetector(catalog: .builtIn, ports: computer.ports)
        keeper = DelegationKeeper(
            licenses,
            by: SeatSigner(store, detector, for: server, patience: .milliseconds(50)),
            logger: logger
        ) { _ in }
    }

    private var authority: SeatAuthority { get throws { try #require(licenses.all.first) } }

    private func wait(until isTrue: () throws -> Bool) async throws {
        while try !isTrue() { try await Task.sleep(for: .milliseconds(5)) }
    }

    private func nonce(_ byte: UInt8) throws -> Nonce {
        try #require(Nonce([UInt8](repeating: byte, count: 32)))
    }

    private func lease(_ byte: UInt8) throws -> LeaseID {
        try #require(LeaseID(bytes: [UInt8](repeating: byte, count: 16)))
    }

    @Test
    func `the key's word is right, has the nonces that wait, and none of those that came later`()
        async throws
    {
        let authority = try authority
        #expect(authority.obstacle == .keyAbsent)
        authority.note(try nonce(1), of: try lease(1))
        let work = Task { await keeper.run() }
        defer { work.cancel() }
        try await wait { authority.obstacle == nil }
        let delegation = try authority.delegation()
        try SeatChain.verify(delegation, of: authority.license, at: Date())
        #expect(delegation.content.server == server.publicKey)
        let proof = try #require(authority.proof(of: try lease(1)))
        #expect(proof.delegation.has(try nonce(1), by: proof.path))
        authority.note(try nonce(2), of: try lease(2))
        #expect(authority.proof(of: try lease(2)) == nil)
        keeper.askAnew()
        try await wait { try authority.proof(of: lease(2)) != nil }
        // The same nonce again is not signed again; another one is.
        authority.note(try nonce(1), of: try lease(1))
        authority.note(try nonce(3), of: try lease(2))
        keeper.askAnew()
        try await wait {
            let later = try #require(authority.proof(of: try lease(2)))
            return later.delegation.has(try nonce(3), by: later.path)
        }
        #expect(try authority.delegation() != authority.proof(of: lease(1))?.delegation)
    }

    @Test func `without the key there is no word at once, and with it there is again`() async throws
    {
        let authority = try authority
        let work = Task { await keeper.run() }
        defer { work.cancel() }
        try await wait { authority.obstacle == nil }
        let before = try authority.delegation()
        computer.ports.unplug(computer.key)
        try await wait { authority.obstacle == .keyAbsent }
        computer.ports.plug(computer.key)
        try await wait { authority.obstacle == nil }
        #expect(try authority.delegation() != before)
    }

    @Test func `a key that another program has hurts nobody as long as its last word holds`()
        async throws
    {
        let authority = try authority
        let work = Task { await keeper.run() }
        defer { work.cancel() }
        try await wait { authority.obstacle == nil }
        computer.key.set { $0.isBusy = true }
        // A signature that was under way is done.
        try await Task.sleep(for: .milliseconds(200))
        let before = try authority.delegation()
        keeper.askAnew()
        // It is asked in vain, several times.
        try await Task.sleep(for: .seconds(1))
        #expect(try authority.delegation() == before)
        #expect(authority.obstacle == nil)
        // Busy for half a minute when its next word was due, and for longer, it hurts nobody either.
        for seconds in [270.0, 500] {
            #expect(throws: Never.self) {
                try authority.delegation(
                    at: Date() + seconds, and: .now + .seconds(seconds))
            }
        }
        computer.key.set { $0.isBusy = false }
        keeper.askAnew()
        try await wait { try authority.delegation() != before }
    }

    @Test func `a key that another program has before its first word is busy, and not away`()
        async throws
    {
        computer.key.set { $0.isBusy = true }
        let authority = try authority
        let work = Task { await keeper.run() }
        defer { work.cancel() }
        try await wait { authority.obstacle == .keyBusy }
        let problem = SeatProblem(.keyBusy, authority.license.id)
        #expect(problem.code == "KEY_ABSENT")
        #expect(!problem.detail.contains("Plug it in"))
        computer.key.set { $0.isBusy = false }
        keeper.askAnew()
        try await wait { authority.obstacle == nil }
    }

    @Test func `a copy of the key speaks for nobody`() async throws {
        let authority = try authority
        let work = Task { await keeper.run() }
        defer { work.cancel() }
        try await wait { authority.obstacle == nil }
        computer.key.set { $0.counter = .falling }
        keeper.askAnew()
        try await wait { authority.obstacle == .keyCopied(computer.credential.keyID) }
    }

    @Test func `a key that cannot sign is there, or it is not, and two of one ID are a copy`()
        async throws
    {
        computer.ports.unplug(computer.key)
        let authority = try authority
        let work = Task { await keeper.run() }
        defer { work.cancel() }
        #expect(authority.obstacle == .keyAbsent)
        let dongles = (101...102).map {
            USBDevice.licenseKey(0xcafe, 0x4b6e, serial: "NUB-1", in: $0)
        }
        computer.ports.plug(dongles[0])
        try await wait { authority.obstacle == nil }
        let delegation = try authority.delegation()
        #expect(delegation.word.key == Self.dongle)
        #expect(delegation.word.assurance == .identified)
        try SeatChain.verify(delegation, of: authority.license, at: Date())
        // Strangers that come and go change nothing.
        for number in 1...10 {
            let stranger = USBDevice.licenseKey(0x1234, 0x5678, serial: nil, in: UInt8(number))
            computer.ports.plug(stranger)
            computer.ports.unplug(stranger)
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(try authority.delegation() == delegation)
        computer.ports.plug(dongles[1])
        keeper.askAnew()
        try await wait { authority.obstacle == .keyCopied(Self.dongle) }
        for dongle in dongles { computer.ports.unplug(dongle) }
        try await wait { authority.obstacle == .keyAbsent }
        // One that signs goes before.
        computer.ports.plug(dongles[0])
        computer.ports.plug(computer.key)
        try await wait { authority.obstacle == nil }
        keeper.askAnew()
        try await wait { try authority.delegation().word.assurance == .signed }
        // Its copy is not covered up.
        computer.key.set { $0.counter = .falling }
        keeper.askAnew()
        try await wait { authority.obstacle == .keyCopied(computer.credential.keyID) }
    }

    @Test func `another key's word is none`() async throws {
        computer.ports.unplug(computer.key)
        computer.ports.plug(SimulatedKey())
        let authority = try authority
        let work = Task { await keeper.run() }
        defer { work.cancel() }
        keeper.askAnew()
        try await Task.sleep(for: .milliseconds(300))
        #expect(authority.obstacle == .keyAbsent)
    }

    @Test func `a word is due after its time, and when the wall clock was set`() async throws {
        let authority = try authority
        let work = Task { await keeper.run() }
        try await wait { authority.obstacle == nil }
        work.cancel()
        #expect(!authority.isDue(at: Date(), after: .seconds(240)))
        #expect(authority.isDue(at: Date(), after: .zero))
        #expect(authority.isDue(at: Date() + 3600, after: .seconds(240)))
        #expect(authority.isDue(at: Date() - 3600, after: .seconds(240)))
        // Hours ahead it holds for nobody, nor after ten minutes, whatever the wall clock says.
        #expect(throws: SeatAuthority.Obstacle.self) { try authority.delegation(at: Date() + 3600) }
        let soon = ContinuousClock.now + .seconds(590)
        #expect(throws: Never.self) { try authority.delegation(at: Date(), and: soon) }
        #expect(throws: SeatAuthority.Obstacle.self) {
            try authority.delegation(at: Date(), and: soon + .seconds(20))
        }
    }
}
