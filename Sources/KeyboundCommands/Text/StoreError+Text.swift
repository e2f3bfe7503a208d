import CommandLineFront
import LicenseBinding
import LicenseStore
import VerdictText

extension StoreError: ExplainedError {
    package var text: String {
        switch self {
        case .file(let error): error.text
        case .otherLicense(let id, let path):
            "another license with the ID \(id) is installed as \(path); it was left as it is"
        case .noLicense(let id):
            "no license \(id) is installed; those that are: keybound license list"
        case .notOwn(let id, let path):
            "the license \(id) is in a store that this user only reads: \(path)"
        case .olderRevocations(let known, let given):
            "the revocation list has the number \(given); the one that is kept has \(known)"
        }
    }
}

extension StoreProblem.Cause {
    var text: String {
        switch self {
        case .file(let error): error.text
        case .defect(let defect): defect.text
        case .refusal(let refusal):
            "\(refusal.code): \(RefusalText(refusal).sentence) \(RefusalText(refusal).found)"
        }
    }
}

extension StoreProblem {
    var line: String { "\(path): \(cause.text)".printable }

    var json: JSONObject {
        JSONObject(["file": .string(path), "problem": .string(cause.text)])
    }
}
