import ArgumentParser
import CommandLineFront
import LicenseBinding
import LicenseStore

/// What a check of licenses found: told at once to a person, gathered to one document for a script.
struct Report {
    private let json: Bool
    private var licenses: [JSONValue] = []
    private var problems: [JSONValue] = []
    private var refused: [[Refusal]] = []
    /// Whether a license file could not be read.
    private var isIncomplete = false

    init(_ output: OutputOptions) {
        json = output.json
    }

    mutating func add(_ license: SignedLicense, _ path: String, _ verdict: Verdict) {
        licenses.append(.object(LicenseAnswer(license, path, verdict).json))
        if case .refused(let refusals) = verdict { refused.append(refusals) }
        if !json { LicenseAnswer(license, path, verdict).print() }
    }

    /// A license file that could not be read, or that is none.
    mutating func add(_ problem: StoreProblem) {
        guard case .refusal(let refusal) = problem.cause else {
            isIncomplete = true
            return note(problem)
        }
        add(refusal, file: problem.path)
    }

    /// Another file of the store that is not what it should be; no verdict hangs on it.
    mutating func note(_ problem: StoreProblem) {
        problems.append(.object(problem.json))
        Console.note(problem.line)
    }

    /// A file that is no license.
    mutating func add(_ refusal: Refusal, file: String) {
        let answer = LicenseAnswer(nil, file, .refused([refusal]))
        licenses.append(.object(answer.json))
        refused.append([refusal])
        if !json { answer.print() }
    }

    func finish() {
        guard json else { return }
        Console.print(
            JSONObject(["licenses": .array(licenses), "problems": .array(problems)]))
    }

    /// Refused if a license is.
    /// - Parameter contents: when the whole store was checked, where a license whose successor is
    ///   installed is only left over.
    func exitCode(forAllOf contents: StoreContents?) -> ExitCode? {
        let installed = Set(contents?.licenses.map(\.license.id) ?? [])
        let counts = refused.contains { refusals in
            !refusals.contains { refusal in
                guard case .superseded(_, let successor) = refusal else { return false }
                return installed.contains(successor)
            }
        }
        if counts { return .refused }
        return isIncomplete ? .failure : nil
    }
}
