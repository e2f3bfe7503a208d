import FileSystem
import Glibc
import VerdictText

/// Questions to a person at the terminal. At each of them `<` leads back to the one before.
package struct DialogTerminal {
    package enum Answer<Value> {
        case given(Value)
        case back
    }

    /// Whether a person is there who can answer.
    package static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// The terminal was closed in the middle of a question.
    package struct Closed: Error {}

    package init() {}

    /// Asks for a text.
    /// - Parameters:
    ///   - known: what an empty line stands for.
    ///   - check: gives the value, or says what is wrong with the text; then it is asked again.
    package func ask<Value>(
        _ question: String, known: String? = nil, _ check: (String) throws(Unfit) -> Value
    ) throws -> Answer<Value> {
        while true {
            let hint = known.map { " [\($0.printable)]" } ?? ""
            CommandContext.current.write("\(question)\(hint): ")
            guard let line = readLine() else { throw Closed() }
            let typed = String(
                line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
            if typed == "<" { return .back }
            do throws(Unfit) {
                return .given(try check(typed.isEmpty ? known ?? "" : typed))
            } catch {
                Console.print("  " + Tone.bad("no") + ": \(error.reason)")
            }
        }
    }

    /// Lets one of several be chosen, by its number.
    package func choose(
        _ question: String, _ options: [String], known: Int? = nil
    ) throws -> Answer<Int> {
        Console.print(question)
        for (index, option) in options.enumerated() {
            Console.print("  \(index + 1)  \(option)")
        }
        let known = known.map { "\($0 + 1)" }
        return try ask("1 to \(options.count), or < to go back", known: known) {
            text throws(Unfit) in
            guard let number = Int(text), 1...options.count ~= number else {
                throw Unfit("expected a number from 1 to \(options.count)")
            }
            return number - 1
        }
    }
}

/// Why an answer is none.
package struct Unfit: Error {
    let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
