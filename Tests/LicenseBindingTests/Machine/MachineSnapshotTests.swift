import LicenseBinding
import TestPublisher
import Testing

struct MachineSnapshotTests {
    private let snapshot = MachineSnapshot(of: .sample, taken: TestTime.now)

    @Test func `a snapshot is read as it was written`() throws {
        let text = JSONValue.object(snapshot.json).indented
        #expect(try MachineSnapshot(parsing: Array(text.utf8)) == snapshot)
    }

    @Test func `parts of a later version are left out`() throws {
        var json = snapshot.json
        guard case .object(var parts)? = json["parameters"] else {
            Issue.record("no parameters")
            return
        }
        parts["hologram"] = .strings(["x"])
        json["parameters"] = .object(parts)
        let text = JSONValue.object(json).compact
        #expect(try MachineSnapshot(parsing: Array(text.utf8)) == snapshot)
    }

    @Test(arguments: [
        ("format", JSONValue.string("keybound machine 2")), ("format", nil), ("taken", "yesterday"),
        ("taken", nil), ("memory", .integer(-1)), ("memory", .integer(.max)),
        ("memory", .number("1e10")), ("memory", nil), ("parameters", .array([])),
        ("parameters", .members(["disk": "one"])),
        ("parameters", .members(["disk": .array([.integer(1)])])), ("parameters", nil),
    ])
    func `a broken snapshot is refused`(member: String, value: JSONValue?) {
        var json = snapshot.json
        json[member] = value
        #expect(throws: Defect.self) {
            try MachineSnapshot(parsing: json.compactBytes)
        }
    }
}
