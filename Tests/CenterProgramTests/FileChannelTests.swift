import CommandRuns
import Foundation
import LicenseBinding
import Programs
import Testing

/// A computer without network, and files that are carried to the center and back.
@Suite(.timeLimit(.minutes(5)))
struct FileChannelTests {
    private typealias Said = (code: Int32, json: JSONValue?, text: String)

    private let story: CenterStory
    private var running: RunningCenter { story.running }
    private var site: CommandSite { story.running.site }

    init() async throws {
        story = try await CenterStory(overTLS: true)
    }

    private func request(
        _ operation: String, _ options: [String], as name: String, on computer: String = "state"
    ) async throws -> Said {
        try await story.keybound(
            ["license", "request", "--operation", operation, "-o", site.path(name), "--json"]
                + options, on: computer)
    }

    private func firstRun(
        _ kit: SoldKit, bind: String, as name: String, on computer: String = "state"
    ) async throws -> Said {
        try await request(
            "first-run",
            ["--registration", kit.registration, "--pin-file", story.pinFile(kit.pin())]
                + ["--licensee-file", site.path("licensee.json"), "--bind", bind], as: name,
            on: computer)
    }

    private func process(_ name: String, _ answer: String) async throws -> Program.Result {
        try await running.center(["process", site.path(name), "-o", site.path(answer)])
    }

    private func respond(
        _ answer: String, _ options: [String] = [], on computer: String = "state"
    ) async throws -> Said {
        try await story.keybound(
            ["license", "respond", site.path(answer), "--json"] + options, on: computer)
    }

    @Test func `a request is carried to the center, and its answer installs the license`()
        async throws
    {
        let kit = try await running.kit()
        let asked = try await firstRun(kit, bind: "key:" + story.enrolled(), as: "request")
        #expect(asked.code == 0, "\(asked.text)")
        // The courier reads no PIN.
        let file = try String(contentsOfFile: site.path("request"), encoding: .utf8)
        #expect(!file.contains(kit.pin()))
        #expect(!file.filter(\.isNumber).contains(kit.pin().filter(\.isNumber)))
        let processed = try await process("request", "answer")
        #expect(processed.code == 0, "\(processed.errors)")
        let taken = try await respond("answer")
        #expect(taken.code == 0, "\(taken.text)")
        #expect(taken.json?["license"]?["verdict"] == "accepted")
        // It is taken once; and the same request has the same license.
        let again = try await respond("answer")
        #expect(again.code == 3)
        #expect(again.text.contains("was taken already"), "\(again.text)")
        #expect(try await process("request", "answer-2").code == 0)
        let shown = try await running.center(["kit", "show", kit.registration, "--json"])
        let licenses = try JSONScanner.value(of: Array(shown.output.utf8))["licenses"]
        #expect(licenses?.elements.count == 1)
    }

    @Test func `an answer that was changed, or is another computer's, is not taken`() async throws {
        let kit = try await running.kit()
        #expect(try await firstRun(kit, bind: "machine", as: "request").code == 0)
        #expect(try await process("request", "answer").code == 0)
        var text = try String(contentsOfFile: site.path("answer"), encoding: .utf8)
        let middle = text.index(text.startIndex, offsetBy: text.count / 2)
        text.replaceSubrange(middle...middle, with: text[middle] == "A" ? "B" : "A")
        try site.write(text, to: "changed")
        let changed = try await respond("changed")
        #expect(changed.code == 3)
        #expect(changed.text.contains("signed"), "\(changed.text)")
        try await story.trust(on: "other")
        let foreign = try await respond("answer", on: "other")
        #expect(foreign.code == 3)
        #expect(foreign.text.contains("another computer"), "\(foreign.text)")
        // Neither has spoiled the right one.
        #expect(try await respond("answer").code == 0)
    }

    @Test func `a courier cannot make another request of what he carries`() async throws {
        let (kit, other) = (try await running.kit(), try await running.kit())
        #expect(try await firstRun(kit, bind: "key:hasp:5", as: "request").code == 0)
        let text = try String(contentsOfFile: site.path("request"), encoding: .utf8)
        try await story.trust(on: "courier")
        #expect(
            try await firstRun(other, bind: "key:hasp:6", as: "own", on: "courier").code == 0)
        let own = try JSONScanner.value(
            of: Array(String(contentsOfFile: site.path("own"), encoding: .utf8).utf8))
        let carried = try JSONScanner.value(of: Array(text.utf8))
        for name in ["requestID", "registration", "device", "binding", "key", "sealed"] {
            let mixed = text.replacingOccurrences(
                of: carried[name]?.text ?? "", with: own[name]?.text ?? "")
            try site.write(mixed, to: "mixed-\(name)")
            let result = try await process("mixed-\(name)", "answer-\(name)")
            #expect(result.code == 1, "\(name)")
            #expect(result.errors.contains("changed on its way"), "\(name): \(result.errors)")
        }
        let pins = try await running.center(["kit", "show", kit.registration, "--json"]).output
        #expect(!pins.contains(#""active""#))
    }

    @Test func `a request to another center gets no answer`() async throws {
        let other = try await CenterStory()
        let kit = try await running.kit()
        #expect(try await firstRun(kit, bind: "machine", as: "request").code == 0)
        let result = try await other.running.center([
            "process", site.path("request"), "-o", site.path("answer"),
        ])
        #expect(result.code == 1)
        #expect(result.errors.contains("sealed to another center"), "\(result.errors)")
    }

    @Test func `what was activated by file is recovered online, and the other way round`()
        async throws
    {
        try await running.start()
        let (one, two) = (try await running.kit(), try await running.kit())
        let key = try await story.enrolled()
        #expect(try await firstRun(one, bind: "key:" + key, as: "request").code == 0)
        #expect(try await process("request", "answer").code == 0)
        let first = try await respond("answer").json?["license"]?["id"]?.text
        let second = try await story.activate(two, two.pin(), bind: "key:" + key)
            .json?["license"]?["id"]?.text
        try await story.trust(on: "reinstalled")
        let online = try await story.keybound(
            ["license", "recover", "--registration", one.registration] + story.center,
            on: "reinstalled")
        #expect(online.json?["license"]?["id"]?.text == first, "\(online.text)")
        // By file the key is asked for in a second step.
        let asked = try await request(
            "recover", ["--registration", two.registration], as: "ask", on: "reinstalled")
        #expect(asked.code == 0, "\(asked.text)")
        #expect(try await process("ask", "challenge").code == 0)
        let proven = try await respond(
            "challenge", ["-o", site.path("proof")], on: "reinstalled")
        #expect(proven.code == 0, "\(proven.text)")
        #expect(try await process("proof", "back").code == 0)
        let back = try await respond("back", on: "reinstalled")
        #expect(back.json?["license"]?["id"]?.text == second, "\(back.text)")
        #expect(second != nil)
    }

    @Test func `what was begun by file and never answered goes on online with the same license`()
        async throws
    {
        try await running.start()
        let kit = try await running.kit()
        let key = try await story.enrolled()
        #expect(try await firstRun(kit, bind: "key:" + key, as: "request").code == 0)
        // The center has given the license, and the answer got lost.
        #expect(try await process("request", "answer").code == 0)
        let online = try await story.activate(kit, kit.pin(), bind: "key:" + key)
        #expect(online.code == 0, "\(online.text)")
        let shown = try await running.center(["kit", "show", kit.registration, "--json"])
        let licenses = try JSONScanner.value(of: Array(shown.output.utf8))["licenses"]
        #expect(licenses?.elements.count == 1)
        #expect(licenses?[0]?["id"] == online.json?["license"]?["id"])
        #expect(try await respond("answer").code == 3)
    }

    @Test func `all that a PIN allows goes by file`() async throws {
        let kit = try await running.kit()
        #expect(try await firstRun(kit, bind: "key:hasp:5", as: "1").code == 0)
        #expect(try await process("1", "1a").code == 0)
        var id = try #require(try await respond("1a").json?["license"]?["id"]?.text)
        let registration = ["--registration", kit.registration]
        func pin(_ position: String) throws -> [String] {
            ["--pin-file", try story.pinFile(kit.pin(position))]
        }
        func carry(_ operation: String, _ options: [String], _ number: Int) async throws -> Said {
            let asked = try await request(operation, options, as: "\(number)")
            #expect(asked.code == 0, "\(asked.text)")
            _ = try await process("\(number)", "\(number)a")
            return try await respond("\(number)a")
        }
        let spare = try await carry(
            "add-spare", ["--license", id, "--key", "hasp:6"] + pin("main"), 2)
        id = try #require(spare.json?["license"]?["id"]?.text, "\(spare.text)")
        let promoted = try await carry(
            "promote", ["--license", id, "--key", "hasp:6"] + pin("main"), 3)
        id = try #require(promoted.json?["license"]?["id"]?.text, "\(promoted.text)")
        let replaced = try await carry(
            "replace-key",
            ["--license", id, "--lost", "hasp:5", "--key", "hasp:7"] + pin("backup-1"), 4)
        #expect(replaced.code == 0, "\(replaced.text)")
        let help = try await carry("emergency", registration + pin("backup-2"), 5)
        #expect(help.json?["license"]?["verdict"] == "accepted", "\(help.text)")
        let pins = try await carry("pins", registration + pin("backup-2"), 6)
        #expect(
            pins.json?["pins"]?.elements.map { $0["state"]?.text }
                == ["superseded", "active", "unused"], "\(pins.text)")
        // A refusal is an answer too, and says what to do.
        let refused = try await carry(
            "recovery",
            registration + pin("main")
                + ["--licensee-file", site.path("licensee.json"), "--bind", "key:hasp:7"], 7)
        #expect(refused.code == 3)
        #expect(refused.json?["refused"]?["code"] == "PIN_SUPERSEDED", "\(refused.text)")
    }
}
