import CenterProtocol
import CommandRuns
import Foundation
import LicenseBinding
import Programs
import Testing

/// A person at a terminal, who types as people do.
@Suite(.timeLimit(.minutes(5)))
struct DialogTests {
    private let story: CenterStory
    private var running: RunningCenter { story.running }
    private var site: CommandSite { story.running.site }

    init() async throws {
        story = try await CenterStory(overTLS: true)
        try await running.start()
    }

    private func activate(
        _ script: [(question: String, typed: String)], _ options: [String] = []
    ) async throws -> (code: Int, text: String) {
        try await story.atTerminal(
            ["license", "activate", "--center-ca", site.path("tls.pem")] + options, script)
    }

    private let choice = "or < to go back"

    /// The number with another digit at its beginning.
    private func slip(_ number: String) -> String {
        (number.hasPrefix("1") ? "2" : "1") + number.dropFirst()
    }

    private func licensee(_ name: String) -> [(question: String, typed: String)] {
        [
            ("name of the organization", name + "\n"), ("tax number", "7701\n"),
            ("country", "Finl\n"), ("city", "\n"), ("mail address", "\n"),
        ]
    }

    @Test func `slips, second thoughts and an interruption cost nothing that was typed`()
        async throws
    {
        let kit = try await running.kit()
        _ = try await story.enrolled()
        var generator = SystemRandomNumberGenerator()
        let wrong = PIN(.standard, using: &generator).printed
        let plain = kit.pin().filter(\.isNumber)
        let first = try await activate(
            [
                (choice, "\n"), ("licensing center", running.url + "\n"),
                ("Registration number", slip(kit.registration) + "\n"),
                ("Registration number", kit.registration + "\n"),
                // A digit that is missing, then one that nobody was given, then in one piece.
                ("PIN: ", String(plain.dropLast()) + "\n"), ("PIN: ", wrong + "\n"),
                ("Registration number of the kit [", "\n"), ("PIN [", plain + "\n"),
                // Recovery by mistake, and back.
                ("It is of Planner", ""), (choice, "2\n"), ("Has the computer changed", ""),
                (choice, "<\n"), (choice, "1\n"),
            ] + licensee("Example Institute") + [
                ("What is the license bound to", ""), (choice, "\u{3}"),
            ]
        )
        #expect(first.code == -2, "\(first.text)")
        #expect(first.text.contains("two are swapped"))
        #expect(first.text.contains("proves itself by a signature"))
        let draft = site.path("state/requests/draft.json")
        let attributes = try FileManager.default.attributesOfItem(atPath: draft)
        #expect((attributes[.posixPermissions] as? Int) == 0o600)
        // Two empty lines are all that is left to type.
        let second = try await activate([
            ("goes on where it was interrupted", ""), ("What is the license bound to", ""),
            (choice, "1\n"), ("Is that right", ""), (choice, "\n"), ("Asking the center", ""),
        ])
        #expect(second.code == 0, "\(second.text)")
        #expect(second.text.contains("Installed"))
        #expect(second.text.contains("accepted"))
        #expect(second.text.contains("licensee"))
        #expect(second.text.contains("Example Institute"))
        #expect(!FileManager.default.fileExists(atPath: draft))
        let shown = try await running.center(["kit", "show", kit.registration, "--json"])
        let licenses = try JSONScanner.value(of: Array(shown.output.utf8))["licenses"]
        #expect(licenses?.elements.count == 1)
    }

    @Test func `what the center refuses is asked again, with the rest as it was`() async throws {
        let kit = try await running.kit()
        #expect(try await story.activate(kit, kit.pin(), bind: "key:hasp:5").code == 0)
        let recovered = try await activate(
            [
                (choice, "\n"), ("licensing center [", "\n"),
                ("Registration number", kit.registration + "\n"), ("PIN: ", kit.pin() + "\n"),
                (choice, "2\n"), (choice, "1\n"),
                ("name of the organization or person [OOO Romashka]", "OOO Lilia\n"),
                ("tax number", "\n"), ("its code [Russia]", "\n"), ("city", "\n"), ("mail", "\n"),
                // Nothing is plugged in that it was bound to.
                ("What is the license bound to", ""), (choice, "1\n"), (choice, "\n"),
                ("licensee's name is not the one", ""),
                ("name of the organization or person [OOO Lilia]", "ooo «romashka»\n"),
                ("tax number", "\n"), ("its code [Russia]", "\n"), ("city", "\n"), ("mail", "\n"),
                (choice, "\n"), ("CHANGED", ""), (choice, "\u{3}"),
            ])
        #expect(recovered.code == -2, "\(recovered.text)")
    }

    @Test func `a request by file is made by the same questions`() async throws {
        let kit = try await running.kit()
        let asked = try await activate(
            [
                (choice, "2\n"), ("Registration number", kit.registration + "\n"),
                ("PIN: ", kit.pin() + "\n"), ("the PIN of a kit", ""), (choice, "1\n"),
            ] + licensee("Example Institute") + [
                ("What is the license bound to", ""), (choice, "1\n"), (choice, "\n"),
            ], ["-o", site.path("request")])
        #expect(asked.code == 0, "\(asked.text)")
        #expect(
            try await running.center(["process", site.path("request"), "-o", site.path("answer")])
                .code == 0)
        let taken = try await story.keybound(["license", "respond", site.path("answer")])
        #expect(taken.code == 0, "\(taken.text)")
    }

    @Test func `without a terminal it says which flags are needed`() async throws {
        let result = try await story.keybound(["license", "activate"])
        #expect(result.code == 64)
        #expect(result.text.contains("--registration"))
    }
}
