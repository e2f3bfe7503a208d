import CommandRuns
import Foundation
import LicenseBinding
import Programs
import Testing

/// A center that was brought back from yesterday's backup.
@Suite(.timeLimit(.minutes(5)))
struct CenterBackupTests {
    private let story: CenterStory
    private var running: RunningCenter { story.running }
    private var site: CommandSite { story.running.site }

    init() async throws {
        story = try await CenterStory(overTLS: true)
    }

    @Test func `PINs that were used since a backup are not usable again after its restoration`()
        async throws
    {
        try await running.start()
        let kit = try await running.kit(3)
        #expect(try await story.activate(kit, kit.pin(), bind: "key:hasp:1").code == 0)
        // While it serves, as all that follows.
        let made = try await running.center(["backup", site.path("yesterday")])
        #expect(made.code == 0, "\(made.errors)")
        let attributes = try FileManager.default.attributesOfItem(atPath: site.path("yesterday"))
        #expect((attributes[.posixPermissions] as? Int) == 0o600)
        let lost = try await story.activate(kit, kit.pin(workplace: 2), bind: "key:hasp:2")
        #expect(lost.code == 0, "\(lost.text)")
        // A PIN is canceled, and a kit sold, since.
        #expect(
            try await running.center(
                ["pin", "cancel", "--registration", kit.registration, "--workplace", "1"]
                    + ["--position", "backup-1"]
            ).code == 0)
        let late = try await running.kit()
        #expect(try await story.activate(late, late.pin(), bind: "key:hasp:7").code == 0)
        let log = try await running.center(["audit", "list", "--json"]).output
        try site.write(log, to: "log")
        let restored = try await running.center(["restore", site.path("yesterday")])
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(restored.output.contains("reconcile"))
        // Neither the PIN that was used nor any other, and a computer that asks is told why.
        for workplace in 2...3 {
            try await story.trust(on: "other-\(workplace)")
            let blocked = try await story.activate(
                kit, kit.pin(workplace: workplace), bind: "key:hasp:9", on: "other-\(workplace)")
            #expect(blocked.code != 0)
            #expect(blocked.text.contains("brought back from a backup"), "\(blocked.text)")
        }
        let unsaid = try await running.center(["reconcile"])
        #expect(unsaid.code == 64)
        let reconciled = try await running.center([
            "reconcile", "--audit", site.path("log"), "--json",
        ])
        #expect(reconciled.code == 0, "\(reconciled.errors)")
        #expect(
            try JSONScanner.value(of: Array(reconciled.output.utf8))["reconciled"] == .integer(1))
        let shown = try await running.center(["kit", "show", kit.registration, "--json"])
        let states = try JSONScanner.value(of: Array(shown.output.utf8))["pins"]?.elements
        #expect(states?[1]["state"] == "canceled", "\(shown.output)")
        try await story.trust(on: "thief")
        let again = try await story.activate(
            kit, kit.pin(workplace: 2), bind: "key:hasp:9", on: "thief")
        #expect(again.json?["refused"]?["code"] == "PIN_ACTIVE", "\(again.text)")
        // The owner has his license back by the same PIN, and the third one is free as it was.
        let back = try await story.activate(
            kit, kit.pin(workplace: 2), bind: "key:hasp:2", ["recovery", "--unchanged"])
        #expect(back.code == 0, "\(back.text)")
        #expect(
            try await story.activate(kit, kit.pin(workplace: 3), bind: "key:hasp:3").code == 0)
        #expect(try await running.center(["audit", "verify"]).code == 0)
        #expect(try await running.center(["reconcile", "--nothing-else"]).code == 1)
    }

    @Test func `what is no backup of this center changes nothing`() async throws {
        let kit = try await running.kit()
        let other = try await CenterStory()
        _ = try await other.running.kit()
        #expect(try await other.running.center(["backup", site.path("foreign")]).code == 0)
        try site.write("no database", to: "text")
        for (name, words) in [("foreign", "another secret"), ("text", "no database")] {
            let result = try await running.center(["restore", site.path(name)])
            #expect(result.code == 1)
            #expect(result.errors.contains(words), "\(result.errors)")
        }
        let shown = try await running.center(["kit", "show", kit.registration])
        #expect(shown.code == 0)
        #expect(try await running.center(["reconcile", "--nothing-else"]).code == 1)
    }
}
