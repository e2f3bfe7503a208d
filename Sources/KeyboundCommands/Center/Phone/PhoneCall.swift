import CommandLineFront
import LicenseBinding
import LicenseStore
import PhoneCodes
import VerdictText

/// Leads a person through a call: the digits to read out, then the rows of the answer, each judged as soon as it is typed.
struct PhoneCall {
    let task: PhoneTask
    let terminal = DialogTerminal()

    private var requests: PhoneRequests { PhoneRequests(in: task.local.site.store) }

    /// Asks by phone: shows the digits, and at a terminal takes the answer, too.
    /// - Parameters:
    ///   - publisher: its name or its root, if several are trusted.
    ///   - isAnew: whether digits of before are forgotten.
    func run(
        _ question: PhoneQuestion, of publisher: String?, isAnew: Bool, _ qr: QROptions
    ) async throws {
        let waiting = try task.begin(question, of: publisher, isAnew: isAnew)
        try qr.write(waiting.request.text)
        guard !task.local.output.json else {
            return Console.print(JSONObject(["request": .string(waiting.request.text)]))
        }
        show(waiting.request)
        try qr.show(waiting.request.text)
        guard DialogTerminal.isThere else {
            return Console.print("Then: keybound license phone-answer DIGITS")
        }
        do {
            try await take(waiting)
        } catch is DialogTerminal.Closed {
            throw CommandFailure(
                "interrupted; the rows that were typed are kept: the same command goes on there")
        }
    }

    /// The 48 digits, large and in their groups.
    private func show(_ request: RequestCode) {
        Console.print(
            "Call the publisher, say your registration number and PIN, and read out these groups:")
        Console.print()
        for (index, group) in request.printed.split(separator: " ").enumerated() {
            if index == RequestCode.groupCount / 2 { Console.print() }
            let digits = group.map(String.init).joined(separator: " ")
            Console.print("    group \(index + 1)     \(Tone.good(digits))")
        }
        Console.print()
    }

    /// Takes the rows of the answer.
    private func take(_ started: PhoneRequests.Waiting) async throws {
        var waiting = started
        // Rows that were kept for a newer catalog are not kept for ever.
        var isKept = (0..<AnswerCode.rowCount).allSatisfy { !started.row($0).isEmpty }
        Console.print(
            "Then type the five rows of the answer; < goes back, Ctrl-C interrupts. Nothing that was typed is lost."
        )
        while true {
            try askRows(&waiting)
            do {
                return try await task.tell(task.take(answer(of: waiting), for: [waiting]))
            } catch PhoneRefusal.rows(let rows) {
                Console.print("  " + Tone.bad("no") + ": \(PhoneRefusal.rows(rows).text)")
                for row in rows { waiting.rows[row - 1] = "" }
                try requests.keep(waiting)
            } catch let refusal as PhoneRefusal {
                guard refusal.isFinal || isKept else { throw task.told(refusal) }
                // These digits will never do.
                waiting.rows = []
                try requests.keep(waiting)
                guard isKept, !refusal.isFinal else { throw task.told(refusal) }
                Console.print("  " + Tone.bad("no") + ": \(refusal.text) Or type them anew:")
                isKept = false
            }
        }
    }

    private func answer(of waiting: PhoneRequests.Waiting) throws -> AnswerCode {
        AnswerCode(
            try waiting.rows.enumerated().map { index, text in
                try AnswerRow(text, number: index + 1)
            })
    }

    /// Asks for all rows that are not there yet.
    private func askRows(_ waiting: inout PhoneRequests.Waiting) throws {
        let typed = waiting.rows.prefix { !$0.isEmpty }.count
        if typed == AnswerCode.rowCount { return }
        if typed > 0 { Console.print("The rows up to \(typed) were typed before.") }
        while let index = (0..<AnswerCode.rowCount).first(where: { waiting.row($0).isEmpty }) {
            switch try ask(index) {
            case .given(let rows):
                waiting.set(rows, from: index)
            case .back:
                guard index > 0 else { continue }
                waiting.rows[index - 1] = ""
            }
            try requests.keep(waiting)
        }
    }

    /// Asks for a row, or takes all of them at once, as they are pasted.
    private func ask(_ index: Int) throws -> DialogTerminal.Answer<[String]> {
        let number = index + 1
        var first: String?
        while true {
            let answer = try terminal.ask("row \(number)", known: first) { text throws(Unfit) in
                try Self.rows(text, from: number)
            }
            guard case .given(let rows) = answer else { return .back }
            // A wrong row that is typed twice, or left as it is, is mended by the others.
            guard rows.count == 1, rows[0] != first, !Self.isRight(rows[0], number) else {
                return answer
            }
            first = rows[0]
            Console.print(
                "  " + Tone.bad("no")
                    + ": row \(number) is wrong. Let it be read out again; or leave it with an empty "
                    + "line: a single slip is found at the end.")
        }
    }

    private static func isRight(_ row: String, _ number: Int) -> Bool {
        (try? AnswerRow(row, number: number))?.isRight == true
    }

    private static func rows(_ text: String, from number: Int) throws(Unfit) -> [String] {
        if number == 1, let all = try? AnswerCode(text) { return all.rowTexts }
        do throws(AnswerCodeDefect) {
            return [try AnswerRow(text, number: number).digits.digitText]
        } catch {
            throw Unfit(error.expectation)
        }
    }
}

extension PhoneRequests.Waiting {
    fileprivate func row(_ index: Int) -> String { index < rows.count ? rows[index] : "" }

    fileprivate mutating func set(_ new: [String], from index: Int) {
        rows += [String](repeating: "", count: max(0, index + new.count - rows.count))
        rows.replaceSubrange(index..<index + new.count, with: new)
    }
}

extension AnswerCodeDefect {
    /// What was expected in place of it.
    var expectation: String {
        switch self {
        case .characters: "expected digits, with spaces or dashes between them or not"
        case .length(let count): "expected 120 digits, 5 rows of 24; there are \(count)"
        case .rowLength(let count, let row):
            "expected 24 digits in row \(row), 4 groups of 6; there are \(count)"
        }
    }
}
