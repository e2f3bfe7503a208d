import CommandRuns
import Foundation
import LicenseBinding
import QRCodes
import Testing

/// A person at a terminal, with the phone in the other hand.
@Suite(.timeLimit(.minutes(5)))
struct PhoneDialogTests {
    private let story: CenterStory
    private var running: RunningCenter { story.running }
    private var site: CommandSite { story.running.site }

    init() async throws {
        story = try await CenterStory()
    }

    private func grouped(_ row: String) -> String {
        stride(from: 0, to: 24, by: 6).map { String(row.dropFirst($0).prefix(6)) }
            .joined(separator: " ")
    }

    private func rows(_ channel: PhoneChannel, _ shown: String) async throws -> [String] {
        let digits = shown.split(whereSeparator: \.isNewline).filter { $0.contains("    group ") }
            .map { line in
                // Without the color and the group's number.
                let text = line.replacing(/\u{1b}\[[0-9;]*m/, with: "")
                return text.drop { $0 != "p" }.filter(\.isNumber).dropFirst()
            }.joined()
        try #require(digits.count == 48, "\(shown)")
        return try await channel.rows(digits, channel.kit.pin())
    }

    @Test func `rows are judged one by one, and an interrupted call goes on where it was`()
        async throws
    {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let arguments = channel.arguments(bind: "machine") + ["--qr"]
        let asked = try await story.atTerminal(arguments, [("row 1: ", "\u{3}")])
        #expect(asked.code == -2, "\(asked.text)")
        let rows = try await rows(channel, asked.text)
        let digits = try #require(
            try await story.keybound(channel.arguments(bind: "machine") + ["--json"])
                .json?["request"]?.text)
        let code = try QRCode(digits).terminal.replacing("\n", with: "\r\n")
        #expect(asked.text.contains(code), "\(asked.text)")
        let first = try await story.atTerminal(
            arguments,
            [
                ("row 1: ", grouped(rows[0]) + "\n"),
                // A digit is missing; then one is wrong, and is read out again.
                ("row 2: ", String(rows[1].dropLast()) + "\n"), ("there are 23", ""),
                ("row 2: ", rows[1].slip(at: 5) + "\n"), ("row 2 is wrong", ""),
                ("row 2 [", rows[1] + "\n"),
                ("row 3: ", String(rows[2].prefix(9)) + "\u{3}"),
            ])
        #expect(first.code == -2, "\(first.text)")
        let second = try await story.atTerminal(
            arguments,
            [
                ("The rows up to 2 were typed before", ""), ("row 3: ", rows[2].slip(at: 7) + "\n"),
                // It is left as it is, and mended at the end.
                ("row 3 is wrong", ""), ("row 3 [", "\n"), ("row 4: ", "<\n"),
                ("row 3: ", rows[2].slip(at: 7) + "\n"), ("row 3 [", "\n"),
                ("row 4: ", rows[3] + "\n"), ("row 5: ", rows[4] + "\n"),
                ("Row 3, group 2", ""), ("Installed", ""), ("accepted", ""),
            ])
        #expect(second.code == 0, "\(second.text)")
        #expect(second.text.contains("that is mended"))
    }

    @Test func `all five rows may be pasted at once`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let arguments = channel.arguments(bind: "machine")
        let asked = try await story.atTerminal(arguments, [("row 1: ", "\u{3}")])
        let rows = try await rows(channel, asked.text)
        let taken = try await story.atTerminal(
            arguments, [("row 1: ", rows.joined(separator: " - ") + "\n"), ("Installed", "")])
        #expect(taken.code == 0, "\(taken.text)")
        let other = try await PhoneChannel(story)
        let lines = try await story.atTerminal(
            other.arguments(bind: "machine"), [("row 1: ", "\u{3}")])
        let others = try await self.rows(other, lines.text)
        let pasted = try await story.atTerminal(
            other.arguments(bind: "machine"),
            [("row 1: ", others.map { grouped($0) + "\n" }.joined()), ("Installed", "")])
        #expect(pasted.code == 0, "\(pasted.text)")
    }

    @Test func `rows beyond repair are asked for anew, and an answer to something else ends it`()
        async throws
    {
        let channel = try await PhoneChannel(story, workplaces: 2)
        try await channel.takeCatalog()
        let arguments = channel.arguments(bind: "machine")
        let asked = try await story.atTerminal(arguments, [("row 1: ", "\u{3}")])
        let rows = try await rows(channel, asked.text)
        let wrong = rows.map { $0.slip(at: 3) }
        var script: [(question: String, typed: String)] = []
        for (index, row) in wrong.enumerated() {
            script += [("row \(index + 1): ", row + "\n"), ("row \(index + 1) [", "\n")]
        }
        script.append(("Let them be read out again", ""))
        for (index, row) in rows.enumerated() { script.append(("row \(index + 1): ", row + "\n")) }
        script.append(("Installed", ""))
        let taken = try await story.atTerminal(arguments, script)
        #expect(taken.code == 0, "\(taken.text)")
        // The next workplace gets the rows of the first.
        let second = channel.arguments(bind: "machine", entitlement: channel.entitlements[1])
        let refused = try await story.atTerminal(
            second,
            [("row 1: ", rows.joined() + "\n"), ("All five rows are typed right", "")])
        #expect(refused.code == 3, "\(refused.text)")
    }

    @Test func `the dialog leads to the call, and the publisher is asked what the caller says`()
        async throws
    {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let choice = "or < to go back"
        let begun = try await story.atTerminal(
            ["license", "activate"],
            [
                (choice, "3\n"), ("Registration number", channel.kit.registration + "\n"),
                ("Entitlement number", channel.entitlements[0].slip(at: 3) + "\n"),
                ("expected 13 digits", ""), ("Entitlement number", channel.entitlements[0] + "\n"),
                ("Terms code", channel.termsCode + "\n"), (choice, "1\n"),
                ("name of the organization", "Example Institute\n"), ("tax number", "\n"),
                ("country", "Finland\n"), ("city", "\n"), ("mail address", "\n"),
                ("What is the license bound to", ""), (choice, "1\n"),
                ("Is that right", ""), (choice, "\n"), ("row 1: ", "\u{3}"),
            ])
        #expect(begun.code == -2, "\(begun.text)")
        let digits = begun.text.split(whereSeparator: \.isNewline)
            .filter { $0.contains("    group ") }
            .map { line in
                line.replacing(/\u{1b}\[[0-9;]*m/, with: "").drop { $0 != "p" }
                    .filter(\.isNumber).dropFirst()
            }.joined()
        let answered = try await story.atCenter(
            ["phone", digits],
            [
                ("the first run", ""), ("registration number", channel.kit.registration + "\n"),
                ("PIN", channel.kit.pin().slip(at: 2) + "\n"), ("expected", ""),
                ("PIN", channel.kit.pin() + "\n"), ("row 5", ""), ("exchanges the license", ""),
            ])
        #expect(answered.code == 0, "\(answered.text)")
        let rows = try await channel.rows(digits)
        let done = try await story.atTerminal(
            ["license", "activate"],
            [("goes on where it was", ""), ("row 1: ", rows.joined() + "\n"), ("Installed", "")])
        #expect(done.code == 0, "\(done.text)")
    }
}
