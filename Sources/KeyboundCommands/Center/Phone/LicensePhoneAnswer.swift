import ArgumentParser
import CommandLineFront
import Foundation
import LicenseBinding
import PhoneCodes

struct LicensePhoneAnswer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phone-answer",
        abstract: "Take the 120 digits that the publisher has answered by phone.",
        discussion: """
            A single wrong digit, or two neighbors in each other's place, is found and mended; with --json "row", \
            "group" and "repaired" tell where. At a terminal, keybound license activate --channel phone asks row by row.
            Exit codes: 0 taken, 3 mistyped, or no answer to what was asked here, 1 could not be done.
            """)

    @Argument(
        help: ArgumentHelp(
            "The digits, in groups and rows or not, or - for standard input.", valueName: "digits"))
    var digits: [String]

    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var out: OutputOptions

    func run() async throws {
        let task = PhoneTask(local: try SiteTask(store, machine, out))
        let waiting = PhoneRequests(in: task.local.site.store).all()
        guard !waiting.isEmpty else {
            task.tell(
                "NO_ANSWER_TO_US",
                "No request by phone waits here: its answer was taken already, or it was made in another store."
            )
            throw ExitCode.refused
        }
        let typed: AnswerCode
        do throws(AnswerCodeDefect) {
            typed = try AnswerCode(text)
        } catch {
            task.tell("ANSWER_INCOMPLETE", error.expectation, error.place)
            throw ExitCode.refused
        }
        do {
            try await task.tell(task.take(typed, for: waiting))
        } catch let refusal as PhoneRefusal {
            throw task.told(refusal)
        }
    }

    private var text: String {
        guard digits == ["-"] else { return digits.joined(separator: " ") }
        return String(
            decoding: FileHandle.standardInput.readData(ofLength: 8192), as: UTF8.self)
    }
}

extension AnswerCodeDefect {
    /// Where it is, as far as that can be told.
    fileprivate var place: JSONObject {
        guard case .rowLength(_, let row) = self else { return JSONObject() }
        return JSONObject([
            "row": .integer(Int64(row)), "group": .null, "repaired": .bool(false),
        ])
    }
}
