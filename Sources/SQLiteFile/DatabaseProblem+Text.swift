import VerdictText

extension DatabaseProblem: ExplainedError {
    package var text: String {
        switch self {
        case .full(let path): "the disk of \(path) is full; nothing was changed"
        case .locked(let path):
            "another process holds \(path); nothing was changed. Try again when it has ended"
        case .readOnly(let path): "\(path) cannot be written; nothing was changed"
        case .cannotOpen(let path):
            "\(path) cannot be opened: is its folder there, yours, and on a disk that can be written?"
        case .damaged(let path, let words): "\(path) is no database of this program: \(words)"
        case .auditBroken(let path):
            "the audit log in \(path) does not end where it was signed, so something was cut off, changed or taken "
                + "back to an older state; nothing is added to it. What is wrong: keybound-center audit verify. Bring "
                + "the whole file back from where it is kept"
        case .foreign(let path):
            "the PINs in \(path) are hashed under another secret than center.key: bring back the two that belong together"
        case .failed(let path, let words): "\(path) failed, and nothing was changed: \(words)"
        }
    }
}
