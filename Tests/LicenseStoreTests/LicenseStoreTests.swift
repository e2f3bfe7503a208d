import FileSystem
import Foundation
import LicenseBinding
import LicenseStore
import TestPublisher
import Testing

final class LicenseStoreTests {
    private let folder: Folder
    private let store: LicenseStore
    private let publisher = TestPublisher()
    private let snapshot = MachineSnapshot(of: .sample, taken: TestTime.now)

    init() throws {
        folder = Folder(NSTemporaryDirectory() + "store-\(UInt64.random(in: 0 ... .max))")
        store = LicenseStore(own: folder)
        try store.trust(publisher.root)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder.path)
    }

    private func install(_ license: License) throws {
        _ = try store.install(license, file: publisher.file(of: license), on: snapshot)
    }

    private func moment(_ time: Date, boot: String = "1", elapsed: Int64 = 0) -> Moment {
        Moment(time: time, uptime: .init(boot: boot, elapsed: .seconds(elapsed)))
    }

    private func evidence(of id: LicenseID, at moment: Moment) throws -> Evidence {
        let contents = StoreContents(of: store)
        let license = try #require(contents.licenses.first { $0.license.id == id }?.license)
        return store.evidence(on: license, in: contents, at: moment)
    }

    @Test func `an installed license is found with its computer`() throws {
        try install(.sample(id: "one"))
        let contents = StoreContents(of: store)
        #expect(contents.licenses.map(\.license.id.description) == ["one"])
        #expect(contents.problems.isEmpty)
        #expect(store.snapshot(of: contents.licenses[0].license.id)?.machine == .sample)
    }

    @Test func `another license with the same ID takes no place`() throws {
        try install(.sample(id: "one"))
        var other = License.sample(id: "one")
        other.kit = "another"
        #expect(throws: StoreError.self) { try self.install(other) }
        #expect(StoreContents(of: store).licenses.count == 1)
    }

    @Test func `what a crash leaves behind is not taken for a license`() throws {
        try install(.sample(id: "one"))
        let file = try publisher.file(of: .sample(id: "two"))
        let licenses = folder.folder("licenses")
        try licenses.replace(".two.lic.123.tmp", with: file)
        try licenses.replace("half.lic", with: file.prefix(file.count / 2))
        try folder.replace("clock.json", with: Array("{\"time\":".utf8))
        try folder.folder("sightings").create()
        try folder.folder("sightings").replace("one.json", with: [])
        let contents = StoreContents(of: store)
        #expect(contents.licenses.map(\.license.id.description) == ["one"])
        #expect(contents.entries.count == 2)
        #expect(store.clockFloor(at: moment(TestTime.now)) == nil)
        let id = try #require(LicenseID("one"))
        #expect(store.keysLastSeen(of: id, at: moment(TestTime.now)) == nil)
    }

    @Test func `a broken root is reported and hides no other`() throws {
        try folder.folder("publishers").replace("broken.jwk", with: Array("{}".utf8))
        let (roots, problems) = store.publishers()
        #expect(roots == [publisher.root])
        #expect(problems.map(\.path) == [folder.path(of: "publishers/broken.jwk")])
    }

    @Test func `a successor replaces licenses of its own publisher alone`() throws {
        try store.trust(TestPublisher.stranger.root)
        try install(.sample(id: "old"))
        var foreign = License.sample(id: "foreign", publisher: TestPublisher.stranger.name)
        foreign.supersedes = [try #require(LicenseID("old"))]
        _ = try store.install(
            foreign, file: TestPublisher.stranger.file(of: foreign), on: snapshot)
        let old = try #require(LicenseID("old"))
        #expect(try evidence(of: old, at: moment(TestTime.now)).successors.isEmpty)
        var successor = License.sample(id: "new")
        successor.supersedes = [old]
        try install(successor)
        #expect(try evidence(of: old, at: moment(TestTime.now)).successors == [old: successor.id])
    }

    @Test func `a removed successor still replaces`() throws {
        let old = try #require(LicenseID("old"))
        try install(.sample(id: "old"))
        var successor = License.sample(id: "new")
        successor.supersedes = [old]
        try install(successor)
        _ = try store.remove(successor.id, at: folder.path(of: "licenses/new.lic"))
        #expect(StoreContents(of: store).licenses.count == 1)
        #expect(try evidence(of: old, at: moment(TestTime.now)).successors == [old: successor.id])
    }

    @Test func `the floor rises by signed times and measured time, never by the wall clock`()
        throws
    {
        let signed = TestTime.issued
        try store.raiseClock(to: signed, at: moment(TestTime.now))
        #expect(store.clockFloor(at: moment(.distantFuture)) == signed)
        #expect(store.clockFloor(at: moment(TestTime.now, elapsed: 7200)) == signed + 7200)
        try store.raiseClock(to: signed - 86400, at: moment(TestTime.now, elapsed: 7200))
        // After a restart what was measured before is kept, and the measuring starts anew.
        let restarted = moment(TestTime.now, boot: "2", elapsed: 50)
        #expect(store.clockFloor(at: restarted) == signed + 7200)
    }

    @Test func `a time that was signed for a question of now lowers a floor that is too high`()
        throws
    {
        try store.raiseClock(to: TestTime.now + 80_000, at: moment(TestTime.now))
        #expect(store.clockFloor(at: moment(TestTime.now)) == TestTime.now + 80_000)
        try store.healClock(to: TestTime.now, at: moment(TestTime.now))
        #expect(store.clockFloor(at: moment(TestTime.now)) == TestTime.now)
    }

    @Test func `the higher floor of the own and the shared store counts`() throws {
        let shared = Folder(folder.path(of: "shared"))
        try LicenseStore(own: shared).raiseClock(to: TestTime.now, at: moment(TestTime.now))
        let user = LicenseStore(own: folder, alsoReading: [shared])
        try user.raiseClock(to: TestTime.issued, at: moment(TestTime.now))
        #expect(user.clockFloor(at: moment(TestTime.now)) == TestTime.now)
    }

    @Test func `a user reads the shared store and removes nothing from it`() throws {
        try install(.sample(id: "one"))
        let user = LicenseStore(own: Folder(folder.path(of: "user")), alsoReading: [folder])
        let found = try #require(StoreContents(of: user).licenses.first)
        #expect(throws: StoreError.notOwn(found.license.id, path: found.path)) {
            try user.remove(found.license.id, at: found.path)
        }
    }

    @Test func `the age of a sighting is measured, and only after a restart told by the clock`()
        throws
    {
        let id = try #require(LicenseID("one"))
        try store.recordKeys(of: id, at: moment(TestTime.now))
        let day = Duration.seconds(86400)
        func age(_ seconds: TimeInterval, boot: String = "1", elapsed: Int64) -> Duration? {
            store.keysLastSeen(
                of: id, at: moment(TestTime.now + seconds, boot: boot, elapsed: elapsed))
        }
        #expect(age(86400, boot: "2", elapsed: 5) == day)
        #expect(age(0, elapsed: 86400) == day)
        // As long as the computer runs, only measured time counts: the wall clock may be wrong.
        #expect(age(-3650 * 86400, elapsed: 86400) == day)
        #expect(age(3650 * 86400, elapsed: 86400) == day)
        #expect(age(-3600, boot: "2", elapsed: 5) == .zero)
    }

    @Test func `a clock set back at each restart makes no grace longer`() throws {
        let id = try #require(LicenseID("one"))
        try store.raiseClock(to: TestTime.issued, at: moment(TestTime.now))
        try store.recordKeys(of: id, at: moment(TestTime.now))
        // Two days of use, the clock turned back after each.
        for boot in ["2", "3"] {
            try store.raiseClock(to: TestTime.issued, at: moment(TestTime.now, boot: boot))
            try store.raiseClock(
                to: TestTime.issued, at: moment(TestTime.now, boot: boot, elapsed: 86400))
        }
        let now = moment(TestTime.now, boot: "4")
        #expect(store.keysLastSeen(of: id, at: now) == .seconds(2 * 86400))
    }

    @Test func `a signed time far ahead of the clock raises no floor`() throws {
        try store.raiseClock(to: TestTime.now + 2 * 86400, at: moment(TestTime.now))
        #expect(store.clockFloor(at: moment(TestTime.now)) == nil)
    }

    @Test func `a license that is not valid yet takes no place`() throws {
        let old = try #require(LicenseID("old"))
        try install(.sample(id: "old"))
        var successor = License.sample(id: "new")
        successor.supersedes = [old]
        successor.notBefore = TestTime.now + 86400
        try install(successor)
        #expect(try evidence(of: old, at: moment(TestTime.now)).successors.isEmpty)
        #expect(
            try evidence(of: old, at: moment(TestTime.now + 86400)).successors
                == [old: successor.id])
    }

    @Test func `publishers of one name are told apart by their roots`() throws {
        let twin = TestPublisher(
            name: publisher.name, rootKey: SeededKey(seed: 61), issuingKey: SeededKey(seed: 62))
        try store.trust(twin.root)
        let old = try #require(LicenseID("old"))
        try install(.sample(id: "old"))
        var foreign = License.sample(id: "foreign")
        foreign.supersedes = [old]
        _ = try store.install(foreign, file: twin.file(of: foreign), on: snapshot)
        #expect(try evidence(of: old, at: moment(TestTime.now)).successors.isEmpty)
    }

    @Test func `what was removed before is kept beside what is removed now`() throws {
        let id = try #require(LicenseID("one"))
        let path = folder.path(of: "licenses/one.lic")
        var other = License.sample(id: "one")
        other.kit = "another"
        try install(.sample(id: "one"))
        let first = try store.remove(id, at: path)
        try install(other)
        let second = try store.remove(id, at: path)
        #expect(first != second)
        #expect(try folder.folder("removed").entries().count == 2)
    }

    @Test func `the newest revocation list counts`() throws {
        let id = try #require(LicenseID("one"))
        for (sequence, licenses) in [(2, Set([id])), (1, [])] {
            let list = RevocationList(
                publisher: publisher.name, sequence: Int64(sequence), issuedAt: TestTime.issued,
                licenses: licenses)
            let file = try publisher.issuer.file(of: list)
            try folder.folder("revocations").create()
            try folder.folder("revocations").replace("\(sequence).jwt", with: file.utf8)
        }
        #expect(
            StoreContents(of: store).revocations[publisher.root.key.thumbprint]?.licenses == [id])
    }

    @Test func `a store is where root, user and argument say`() {
        let environment = ["HOME": "/home/user", "XDG_STATE_HOME": "relative"]
        let location = { named, isRoot in
            StoreLocation.store(named: named, environment: environment, isRoot: isRoot)
        }
        #expect(location(nil, true)?.own.path == "/var/lib/keybound")
        #expect(location(nil, false)?.own.path == "/home/user/.local/state/keybound")
        // What the agent has counted and seen is read by all.
        #expect(
            location(nil, false)?.shared.map(\.path)
                == ["/var/lib/keybound", "/var/lib/keybound/agent"])
        #expect(location(nil, true)?.shared.map(\.path) == ["/var/lib/keybound/agent"])
        #expect(location("/x", false)?.own.path == "/x")
        #expect(location("/x", false)?.shared.map(\.path) == ["/x/agent"])
        let state = StoreLocation.store(
            named: nil, environment: ["XDG_STATE_HOME": "/state"], isRoot: false)
        #expect(state?.own.path == "/state/keybound")
        #expect(StoreLocation.store(named: nil, environment: [:], isRoot: false) == nil)
    }
}
