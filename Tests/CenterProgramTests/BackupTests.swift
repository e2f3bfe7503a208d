import CommandRuns
import Foundation
import LicenseBinding
import Programs
import Testing

/// What a computer keeps before it is installed anew.
@Suite(.timeLimit(.minutes(5)))
struct BackupTests {
    private let story: CenterStory
    private var running: RunningCenter { story.running }
    private var site: CommandSite { story.running.site }

    init() async throws {
        story = try await CenterStory(overTLS: true)
        try site.write("correct horse battery\n", to: "passphrase")
    }

    private var passphrase: [String] { ["--passphrase-file", site.path("passphrase")] }

    /// A license that is bound to the key, and one of the computer.
    private func licensed() async throws -> (kit: SoldKit, ids: [String]) {
        try await running.start()
        let kit = try await running.kit(2)
        let key = try await story.enrolled()
        let one = try await story.activate(kit, kit.pin(), bind: "key:" + key)
        let two = try await story.activate(kit, kit.pin(workplace: 2), bind: "machine")
        let ids = [one, two].compactMap { $0.json?["license"]?["id"]?.text }
        try #require(ids.count == 2, "\(one.text) \(two.text)")
        return (kit, ids)
    }

    private func files(of computer: String) -> Set<String> {
        let names = FileManager.default.enumerator(atPath: site.path(computer))?.allObjects ?? []
        return Set(names.compactMap { $0 as? String })
    }

    @Test func `an empty computer has every license back`() async throws {
        let (kit, ids) = try await licensed()
        let file = site.path("site.backup")
        let made = try await story.keybound(["backup", "create", file] + passphrase)
        #expect(made.code == 0, "\(made.text)")
        let verified = try await story.keybound(
            ["backup", "verify", file, "--json"] + passphrase, on: "empty")
        #expect(verified.code == 0)
        #expect(Set(verified.json?["licenses"]?.elements.compactMap(\.text) ?? []) == Set(ids))
        let dry = try await story.keybound(
            ["backup", "restore", file, "--dry-run"] + passphrase, on: "empty")
        #expect(dry.code == 0)
        #expect(dry.text.contains("licenses/\(ids[0]).lic: would come"), "\(dry.text)")
        #expect(files(of: "empty").isEmpty)
        let back = try await story.keybound(
            ["backup", "restore", file, "--json"] + passphrase, on: "empty")
        #expect(back.code == 0, "\(back.text)")
        let verdicts = back.json?["licenses"]?.elements ?? []
        #expect(verdicts.map { $0["verdict"]?.text } == ["accepted", "accepted"], "\(back.text)")
        #expect(files(of: "empty").contains { $0.hasPrefix("enrollments/fido2-") })
        // Licensee data, and the ledger with the last digits that find a line of the sheet.
        let ledger = try String(
            contentsOfFile: site.path("empty/pins/\(kit.registration).json"), encoding: .utf8)
        #expect(ledger.contains("\"lastDigits\": \"\(kit.pin().filter(\.isNumber).suffix(3))\""))
        #expect(!ledger.filter(\.isNumber).contains(kit.pin().filter(\.isNumber)))
        let recovered = try await story.keybound(
            ["license", "activate", "--registration", kit.registration, "--operation", "recovery"]
                + ["--unchanged", "--pin-file", story.pinFile(kit.pin(workplace: 2))]
                + ["--bind", "machine"] + story.center, on: "empty")
        #expect(recovered.code == 0, "\(recovered.text)")
        // Once more changes nothing.
        let again = try await story.keybound(
            ["backup", "restore", file] + passphrase, on: "state")
        #expect(again.text.contains("All of it is here already"), "\(again.text)")
    }

    @Test func `a backup with a flipped byte, another passphrase or one half is refused`()
        async throws
    {
        _ = try await licensed()
        let file = site.path("site.backup")
        #expect(try await story.keybound(["backup", "create", file] + passphrase).code == 0)
        let whole = try Data(contentsOf: URL(filePath: file))
        func refused(_ data: Data, _ options: [String], _ words: String) async throws {
            try data.write(to: URL(filePath: site.path("bad")))
            let result = try await story.keybound(
                ["backup", "restore", site.path("bad")] + options, on: "empty")
            #expect(result.code == 1)
            #expect(result.text.contains("nothing was changed"), "\(result.text)")
            #expect(result.text.contains(words), "\(result.text)")
            #expect(files(of: "empty").isEmpty)
        }
        var flipped = whole
        flipped[whole.count - 100] ^= 1
        try await refused(flipped, passphrase, "changed or cut off")
        try await refused(whole.prefix(whole.count / 2), passphrase, "changed or cut off")
        try await refused(Data(), passphrase, "no backup of ours")
        try site.write("another one\n", to: "other")
        try await refused(
            whole, ["--passphrase-file", site.path("other")], "passphrase is another one")
    }

    @Test func `a backup for a public key is opened by its private one`() async throws {
        let (_, ids) = try await licensed()
        let key = site.path("key")
        #expect(try await story.keybound(["backup", "keygen", key]).code == 0)
        let made = try await story.keybound(
            ["backup", "create", site.path("b"), "--recipient", key + ".pub"])
        #expect(made.code == 0, "\(made.text)")
        let unopened = try await story.keybound(["backup", "verify", site.path("b")])
        #expect(unopened.code == 1)
        #expect(unopened.text.contains("--identity"))
        // Whoever has the public key could have made it, with a publisher of his own.
        let strange = try await story.keybound(
            ["backup", "restore", site.path("b"), "--identity", key], on: "empty")
        #expect(strange.code == 1)
        #expect(strange.text.contains("--trust-publishers"))
        #expect(files(of: "empty").isEmpty)
        let back = try await story.keybound(
            [
                "backup", "restore", site.path("b"), "--identity", key, "--trust-publishers",
                "--json",
            ],
            on: "empty")
        #expect(back.json?["licenses"]?.elements.count == ids.count, "\(back.text)")
    }

    @Test func `a folder keeps so many, and the passphrase is asked for at a terminal`()
        async throws
    {
        try FileManager.default.createDirectory(
            atPath: site.path("nightly"), withIntermediateDirectories: true)
        try await story.trust(on: "state")
        try site.write("somebody's", to: "nightly/other.backup")
        let name = ProcessInfo.processInfo.hostName.split(separator: ".")[0]
        try site.write("theirs", to: "nightly/keybound-\(name)-2-20200101T000000Z.backup")
        for _ in 0..<3 {
            let made = try await story.keybound(
                ["backup", "create", site.path("nightly"), "--keep", "2"] + passphrase)
            #expect(made.code == 0, "\(made.text)")
            try await Task.sleep(for: .milliseconds(1100))
        }
        let kept = try FileManager.default.contentsOfDirectory(atPath: site.path("nightly"))
        #expect(kept.count == 4)
        #expect(kept.contains("other.backup"))
        let typed = try await story.atTerminal(
            ["backup", "create", site.path("typed")],
            [("Passphrase of the backup: ", "correct horse battery\n")]
                + [("Once more: ", "correct horse battery\n")])
        #expect(typed.code == 0, "\(typed.text)")
        #expect(!typed.text.contains("correct"))
        #expect(
            try await story.keybound(["backup", "verify", site.path("typed")] + passphrase).code
                == 0)
        let slip = try await story.atTerminal(
            ["backup", "create", site.path("slip")],
            [("Passphrase of the backup: ", "correct horse battery\n"), ("Once more: ", "x\n")])
        #expect(slip.code == 1)
        #expect(!FileManager.default.fileExists(atPath: site.path("slip")))
    }
}
