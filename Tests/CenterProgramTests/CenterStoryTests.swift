import CenterProtocol
import CommandRuns
import Foundation
import LicenseBinding
import Programs
import Testing

/// A site and a center, each as programs of their own.
@Suite(.timeLimit(.minutes(5)))
struct CenterStoryTests {
    private let story: CenterStory
    private var running: RunningCenter { story.running }
    private var site: CommandSite { story.running.site }
    private var center: [String] { story.center }

    init() async throws {
        story = try await CenterStory(overTLS: true)
    }

    @Test func `a first run is bound to the key, and a reinstalled computer has it back`()
        async throws
    {
        try await running.start()
        let kit = try await running.kit()
        let first = try await story.activate(kit, kit.pin(), bind: "key:" + story.enrolled())
        #expect(first.code == 0, "\(first.text)")
        let id = try #require(first.json?["license"]?["id"]?.text)
        #expect(first.json?["license"]?["verdict"] == "accepted")
        // Nothing is left of the store.
        try await story.trust(on: "reinstalled")
        let back = try await story.keybound(
            ["license", "recover", "--registration", kit.registration] + center,
            on: "reinstalled")
        #expect(back.code == 0, "\(back.text)")
        #expect(back.json?["license"]?["id"]?.text == id)
        let pins = try await story.keybound(
            ["pins", "status", "--registration", kit.registration] + center, on: "reinstalled"
        ).json
        #expect(
            pins?["pins"]?.elements.map { $0["state"]?.text } == ["active", "unused", "unused"])
        // Without the key there is nothing to prove.
        try FileManager.default.removeItem(atPath: site.path("plugged/key"))
        let none = try await story.keybound(
            ["license", "recover", "--registration", kit.registration] + center,
            on: "reinstalled")
        #expect(none.code == 1)
        #expect(none.text.contains("activate --operation recovery"))
    }

    @Test func `a key brings back all of its licenses, and the next first run has its own request`()
        async throws
    {
        try await running.start()
        let kit = try await running.kit(2)
        let key = try await story.enrolled()
        var ids: Set<String> = []
        for workplace in 1...2 {
            // A PIN with a slip is typed once more; what was refused is no request that waits.
            let refused = try await story.activate(
                kit, kit.pin("backup-1", workplace: workplace), bind: "key:" + key)
            #expect(refused.json?["refused"]?["code"] == "PIN_IS_BACKUP", "\(refused.text)")
            let given = try await story.activate(
                kit, kit.pin(workplace: workplace), bind: "key:" + key)
            ids.insert(try #require(given.json?["license"]?["id"]?.text, "\(given.text)"))
        }
        try await story.trust(on: "reinstalled")
        let back = try await story.keybound(
            ["license", "recover", "--registration", kit.registration] + center, on: "reinstalled")
        let all = back.json?["all"]?.elements.compactMap { $0["license"]?["id"]?.text } ?? []
        #expect(Set(all) == ids, "\(back.text)")
        #expect(ids.count == 2)
    }

    @Test func `a license of the computer is bound to a key, and the old one says where it went`()
        async throws
    {
        try await running.start()
        let kit = try await running.kit()
        let first = try await story.activate(kit, kit.pin(), bind: "machine")
        let old = try #require(first.json?["license"]?["id"]?.text, "\(first.text)")
        let key = try await story.enrolled()
        let bound = try await story.keybound(["license", "bind", old, "--to-key", key] + center)
        #expect(bound.code == 0, "\(bound.text)")
        let new = try #require(bound.json?["license"]?["id"]?.text)
        #expect(bound.json?["supersedes"] == .array([.string(old)]))
        let verify = try await story.keybound(["license", "verify", old, "--json"])
        #expect(verify.code == 3)
        #expect(verify.text.contains("SUPERSEDED"))
        #expect(verify.text.contains(new))
        // The next answer of the center tells another computer, which has only the old one.
        try await story.trust(on: "other")
        try FileManager.default.copyItem(
            atPath: site.path("state/licenses/\(old).lic"),
            toPath: site.path("other/\(old).lic"))
        _ = try await story.keybound(
            ["license", "install", site.path("other/\(old).lic")], on: "other")
        let second = try await running.kit()
        _ = try await story.activate(second, second.pin(), bind: "machine", on: "other")
        let other = try await story.keybound(["license", "verify", old, "--json"], on: "other")
        #expect(other.text.contains("SUPERSEDED"), "\(other.text)")
        #expect(other.text.contains(new))
    }

    @Test func `what the center refuses is told with its field, and exit code 3`() async throws {
        try await running.start()
        let kit = try await running.kit()
        _ = try await story.activate(kit, kit.pin(), bind: "machine")
        let again = try await story.activate(kit, kit.pin(), bind: "machine", on: "state")
        #expect(again.code == 3)
        #expect(again.json?["refused"]?["code"] == "PIN_ACTIVE")
        try site.write(#"{"name": "OOO Lilia", "country": "RU"}"#, to: "licensee.json")
        let other = try await story.activate(
            kit, kit.pin(), bind: "machine", ["recovery", "--unchanged"])
        #expect(other.code == 3)
        #expect(other.json?["refused"]?["field"] == "licensee.name")
    }

    @Test func `a center whose certificate nobody vouches for is not asked`() async throws {
        try await running.start()
        let healed = try await story.keybound(["clock", "heal", "--center", running.url])
        #expect(healed.code == 1)
        #expect(healed.text.contains("--center-ca"), "\(healed.text)")
        #expect(
            try await story.keybound(
                ["clock", "heal", "--center", running.url, "--center-ca", site.path("tls.pem")]
            ).code == 0)
    }

    @Test func `no PIN and no key is in a log, a file of the site or a message`() async throws {
        try await running.start()
        let kit = try await running.kit()
        var said = ""
        func take(_ answer: (code: Int32, json: JSONValue?, text: String), _ code: Int32) {
            #expect(answer.code == code, "\(answer.text)")
            said += answer.text
        }
        var generator = SystemRandomNumberGenerator()
        let wrong = PIN(.standard, using: &generator).printed
        take(try await story.activate(kit, kit.pin(), bind: "key:" + story.enrolled()), 0)
        take(try await story.activate(kit, kit.pin(), bind: "machine"), 3)
        take(try await story.activate(kit, wrong, bind: "machine"), 3)
        take(
            try await story.activate(kit, kit.pin("backup-1"), bind: "key:hasp:5", ["recovery"]), 0)
        let byPIN = ["--registration", kit.registration, "--pin-file"]
        let backup = try byPIN + [story.pinFile(kit.pin("backup-2"))] + center
        take(try await story.keybound(["license", "emergency"] + backup), 0)
        take(try await story.keybound(["pins", "status"] + backup), 0)
        said += try String(contentsOfFile: running.log, encoding: .utf8)
        said += try await running.center(["audit", "list", "--json"]).output
        #expect(said.contains("/v1/activations"))
        var files = FileManager.default.enumerator(atPath: site.path("state"))?.allObjects ?? []
        files = files.map { site.path("state/\($0)") }
        files += ["", "-wal"].map { site.path("home/center.sqlite\($0)") }
        for case let path as String in files {
            if let data = FileManager.default.contents(atPath: path) {
                said += path + String(decoding: data, as: UTF8.self)
            }
        }
        let digits = said.filter(\.isNumber)
        for pin in kit.all + [wrong] {
            #expect(!said.contains(pin))
            #expect(!digits.contains(pin.filter(\.isNumber)))
        }
        let secret = try String(contentsOfFile: site.path("home/center.key"), encoding: .utf8)
        #expect(!said.contains(secret.trimmingCharacters(in: .newlines)))
    }

    @Test func `the only key dies on a Sunday night, and its replacement ends the emergency`()
        async throws
    {
        try await running.start()
        let kit = try await running.kit()
        let key = try await story.enrolled()
        let first = try await story.activate(kit, kit.pin(), bind: "key:" + key)
        let id = try #require(first.json?["license"]?["id"]?.text)
        try FileManager.default.removeItem(atPath: site.path("plugged/key"))
        func emergency() async throws -> (code: Int32, json: JSONValue?, text: String) {
            try await story.keybound(
                ["license", "emergency", "--registration", kit.registration, "--pin-file"]
                    + [story.pinFile(kit.pin("backup-2"))] + center)
        }
        let help = try await emergency()
        #expect(help.code == 0)
        let helped = try #require(help.json?["license"]?["id"]?.text)
        #expect(help.json?["license"]?["verdict"] == "accepted")
        #expect(try await emergency().json?["refused"]?["code"] == "EMERGENCY_LIMIT")
        try site.write("", to: "plugged/new")
        let new = try await story.enrolled()
        let replaced = try await story.keybound(
            ["license", "replace-key", id, "--lost", key, "--with", new, "--pin-file"]
                + [story.pinFile(kit.pin("backup-1"))] + center)
        #expect(replaced.code == 0, "\(replaced.text)")
        let ended = try await story.keybound(["license", "verify", helped, "--json"])
        #expect(ended.text.contains("SUPERSEDED"))
    }
}
