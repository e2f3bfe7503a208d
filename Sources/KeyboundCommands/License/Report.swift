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

    init(_ output: OutputOptions) {
        json = output.json
    }

    mutating func add(_ license: SignedLicense, _ path: String, _ verdict: Verdict) {
        licenses.append(.object(LicenseAnswer(license, path, verdict).json))
        if case .refused(let refusals) = verdict { refused.append(refusals) }
        if !json { LicenseAnswer(license, path, verdict).print() }
    }

    mutating func add(_ problem: StoreProblem) {
        guard case .refusal(let refusal) = problem.cause else {
            problems.append(.object(problem.json))
            return Console.note(problem.line)
        }
        add(refusal, file: problem.path)
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

    /// Refused if a license is; a license whose successor is installed here is only left over.
    func exitCode(in contents: StoreContents) -> ExitCode? {
        let installed = Set(contents.licenses.map(\.license.id))
        let counts = refused.contains { refusals in
            !refusals.contains { refusal in
                guard case .superseded(_, let successor) = refusal else { return false }
                return installed.contains(successor)
            }
        }
        if counts { return .refused }
        return problems.isEmpty ? nil : .failure
    }
}
