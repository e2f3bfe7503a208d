import CenterDatabase
import CenterProtocol
import Foundation
import LicenseBinding
import LicensingCenter
import TestPublisher
import Testing

struct AuditTests {
    private let test: TestCenter

    init() throws {
        test = try TestCenter()
    }

    private func log() async throws -> (entries: [AuditEntry], head: AuditHead) {
        for _ in 0..<4 { _ = try await test.kit() }
        let entries = try await test.center.audit(after: 0, atMost: 100)
        var reader = test.publisher.reader
        let head = try #require(try await test.database.auditHead())
        return (entries, try reader.auditHead(Array(head.utf8)))
    }

    private func defect(
        _ entries: [AuditEntry], _ heads: [AuditHead]
    ) -> AuditVerification.Defect? {
        do throws(AuditVerification.Defect) {
            var verification = AuditVerification(against: heads)
            for entry in entries { try verification.take(entry) }
            try verification.finish()
            return nil
        } catch {
            return error
        }
    }

    @Test func `a whole log is whole`() async throws {
        let (entries, head) = try await log()
        #expect(entries.count == 5)
        #expect(head.count == 5)
        #expect(defect(entries, [head]) == nil)
    }

    @Test func `a changed, removed or moved entry and a cut tail are found`() async throws {
        let (entries, head) = try await log()
        var changed = entries
        let second = entries[1]
        changed[1] = AuditEntry(
            number: second.number, time: second.time, event: "kit.forged",
            content: second.content, previous: second.previous, hash: second.hash)
        #expect(defect(changed, [head]) == .changed(2))
        #expect(
            defect(entries.filter { $0.number != 3 }, [head]) == .order(found: 4, expected: 3))
        var moved = entries
        moved.swapAt(1, 2)
        #expect(defect(moved, [head]) == .order(found: 3, expected: 2))
        #expect(defect(entries.dropLast(), [head]) == .cut(count: 4, expected: 5))
    }

    @Test func `a log that was written anew with right hashes does not fit its signed head`()
        async throws
    {
        let (entries, head) = try await log()
        var last = (number: Int64(0), hash: AuditEntry.origin)
        let anew = entries.map { entry in
            let new = AuditEntry(
                after: last, time: entry.time, event: entry.event,
                content: JSONObject(["forged": .bool(true)]))
            last = (new.number, new.hash)
            return new
        }
        #expect(defect(anew, []) == nil)
        #expect(defect(anew, [head]) == .rewritten(5))
    }
}
