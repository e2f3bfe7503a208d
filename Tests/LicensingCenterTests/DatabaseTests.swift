import GRDB
import LicenseBinding
import LicensingCenter
import Testing

@testable import CenterDatabase

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
}
