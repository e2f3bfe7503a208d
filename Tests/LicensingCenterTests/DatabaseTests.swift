import CenterProtocol
import GRDB
import LicenseBinding
import LicensingCenter
import TestPublisher
import Testing

@testable import CenterDatabase
import SQLiteFile

struct DatabaseTests {
    @Test func `a commit that was answered survives a power cut`() async throws {
        let test = try TestCenter()
        _ = try await test.kit()
        let settings = try await test.database.pool.writeWithoutTransaction { db in
            (
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(db, sql: "PRAGMA synchronous")
            )
        }
        #expect(settings.0 == "wal")
        // FULL
        #expect(settings.1 == 2)
    }

    @Test func `what throws takes back all that it did, and nothing of the others`() async throws {
        struct Halt: Error {}
        let test = try TestCenter()
        await withTaskGroup { tasks in
            for number in 0..<200 {
                tasks.addTask {
                    // Every second one is taken back.
                    try? await test.database.write { transaction in
                        try transaction.add(Product(id: "p\(number)"))
                        if number % 2 == 1 { throw Halt() }
                    }
                }
            }
        }
        for number in 0..<200 {
            let isThere = try await test.database.read { try $0.product("p\(number)") != nil }
            #expect(isThere == (number % 2 == 0), "\(number)")
        }
    }

    /// Somebody changes the file by hand, and what the center makes of it.
    private func tampered(_ sql: String) async throws -> (
        write: DatabaseProblem?, audit: AuditVerification.Defect?
    ) {
        let test = try TestCenter()
        let sheet = try await test.kit()
        let site = TestSite()
        func activate(_ pin: PIN, _ operation: ActivationRequest.Operation) async throws {
            _ = try await test.center.activate(
                ActivationRequest(
                    head: site.head(sheet.registration), operation: operation, pin: pin,
                    licensee: .sample(),
                    binding: ProposedBinding(mode: .machine, keys: [], machine: site.machine)))
        }
        try await activate(sheet.pin(), .firstRun)
        try await activate(sheet.pin(.backup1), .recovery)
        try await test.database.pool.write { try $0.execute(sql: sql) }
        // A center that starts now knows nothing of before.
        let center = try TestCenter(in: test.folder, of: test.publisher)
        var write: DatabaseProblem?
        do {
            try await center.center.add(Product(id: "another"))
        } catch {
            write = error as? DatabaseProblem
        }
        var reader = test.publisher.reader
        let head = try await center.database.auditHead().flatMap {
            try? reader.auditHead(Array($0.utf8))
        }
        do {
            _ = try await center.center.verifyAudit(against: head, [])
            return (write, nil)
        } catch {
            return (write, error as? AuditVerification.Defect)
        }
    }

    private func isBroken(_ problem: DatabaseProblem?) -> Bool {
        if case .auditBroken? = problem { true } else { false }
    }

    @Test(arguments: [
        "DELETE FROM license WHERE audit = 4; DELETE FROM audit WHERE number = 4",
        "DELETE FROM auditHead", "UPDATE auditHead SET head = 'x'",
        "UPDATE audit SET hash = x'00' WHERE number = 4",
        "INSERT INTO audit SELECT 5, time, event, content, hash, hash FROM audit WHERE number = 4",
    ])
    func `a log that does not end where it was signed is added to no more`(
        _ sql: String
    ) async throws {
        let (write, audit) = try await tampered(sql)
        #expect(isBroken(write))
        #expect(audit != nil)
    }

    @Test func `a PIN or license that is made good again is found by the log`() async throws {
        let (_, pin) = try await tampered(
            "UPDATE pin SET state = 'unused' WHERE position = 'backup-1'")
        guard case .pin(_, workplace: 1, .backup1)? = pin else {
            Issue.record("\(String(describing: pin))")
            return
        }
        let (_, license) = try await tampered("UPDATE license SET state = 'active'")
        guard case .ended? = license else {
            Issue.record("\(String(describing: license))")
            return
        }
        #expect(try await tampered("SELECT 1").audit == nil)
    }

    @Test func `a database that belongs to another secret is not worked with`() async throws {
        let test = try TestCenter()
        try await test.center.claimStorage()
        try await test.center.claimStorage()
        let other = try TestCenter(in: test.folder, of: test.publisher, secret: 6)
        await #expect(throws: OfficeRefusal.otherSecret) { try await other.center.claimStorage() }
    }

    private static let oldKits = """
        INSERT INTO product VALUES ('planner', '{"id":"planner"}');
        INSERT INTO kit (registration, product, workplaces, digits, created, rule, terms)
        VALUES ('1016547536', 'planner', 3, 15, 1800000000, '{}', '{}'),
            ('3411754300', 'planner', 1, 15, 1800000000, '{}', '{"phoneDays":30}');
        """

    @Test func `kits of a center before there were requests by phone get what their sheets lack`()
        async throws
    {
        let test = try TestCenter()
        let path = test.folder + "/old.sqlite"
        let old = try DatabaseQueue(path: path)
        try Migrations.all.migrate(old, upTo: "3")
        try await old.write { try $0.execute(sql: Self.oldKits) }
        try old.close()
        let issuer = try TestPublisher.center(test.publisher)
        let database = try CenterDatabase(
            at: path, sealing: AuditSeal(by: issuer, of: test.publisher.root) { TestCenter.start })
        let center = test.center(on: database)
        try await center.claimStorage()
        let (codes, numbers) = try await database.read { transaction in
            let kits = try transaction.kits().map(\.registration)
            return (
                try kits.map { try transaction.termsCode(of: $0) },
                try kits.map { try transaction.entitlements(of: $0) }
            )
        }
        // From a backup of before the same kits get the same.
        let again = try TestCenter()
        let copy = try DatabaseQueue(path: again.folder + "/old.sqlite")
        try Migrations.all.migrate(copy, upTo: "3")
        try await copy.write { try $0.execute(sql: Self.oldKits) }
        try copy.close()
        let restored = try CenterDatabase(
            at: again.folder + "/old.sqlite",
            sealing: AuditSeal(by: issuer, of: test.publisher.root) { TestCenter.start })
        try await again.center(on: restored).claimStorage()
        let same = try await restored.read { transaction in
            try transaction.kits().map { try transaction.entitlements(of: $0.registration) }
        }
        #expect(same == numbers)
        #expect(numbers.map(\.count) == [3, 1])
        #expect(Set(numbers.joined()).count == 4)
        #expect(Set(codes).count == 2)
        for (kit, row) in numbers.enumerated() {
            for (index, number) in row.enumerated() {
                let place = try await database.read { try $0.workplace(of: number)?.workplace }
                #expect(place == index + 1, "\(kit)")
            }
        }
    }

    @Test func `an answer by phone that somebody has put in place of another one is found`()
        async throws
    {
        let test = try TestCenter()
        let caller = PhoneCaller(test: test, sheet: try await test.kit())
        let id = try await caller.call(caller.sheet.pin()).license.id
        func verify() async throws {
            let file = try #require(try await test.database.auditHead())
            var reader = test.publisher.reader
            _ = try await test.center.verifyAudit(
                against: reader.auditHead(Array(file.utf8)), [])
        }
        try await verify()
        for sql in [
            "UPDATE license SET file = replace(file, '\"audit\":\"', '\"audit\":\"AAAA')",
            "UPDATE license SET file = '{}'", "DELETE FROM license",
        ] {
            try await test.database.pool.write { try $0.execute(sql: sql) }
            await #expect(throws: AuditVerification.Defect.license(id), "\(sql)") {
                try await verify()
            }
        }
    }
}
