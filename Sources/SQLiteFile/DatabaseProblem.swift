import GRDB

/// Why the database did nothing; what was asked is not half done.
package enum DatabaseProblem: Error, Hashable, Sendable {
    case full(path: String)
    /// Another process holds it.
    case locked(path: String)
    case readOnly(path: String)
    case cannotOpen(path: String)
    /// The file is no database, or a damaged one.
    case damaged(path: String, String)
    /// The audit log is not the one that was signed: something was cut off, changed or taken back to an older state.
    case auditBroken(path: String)
    /// A backup of another center: its PINs are hashed under another secret.
    case foreign(path: String)
    case failed(path: String, String)
}

extension DatabaseProblem {
    package init(_ error: any Error, at path: String) {
        guard let error = error as? DatabaseError else {
            self = .failed(path: path, "\(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self = .full(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(path: path)
        case .SQLITE_CANTOPEN: self = .cannotOpen(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path: path, error.message ?? "")
        // The arguments of a statement stay where they are.
        default: self = .failed(path: path, error.message ?? "\(error.resultCode)")
        }
    }
}
