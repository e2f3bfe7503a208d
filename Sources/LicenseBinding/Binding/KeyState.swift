/// What can be said of a hardware key that is plugged in.
package enum KeyState: String, CaseIterable, Sendable {
    /// Its driver can do all it needs.
    case ready
    /// Its ID is known to its maker's run-time alone, and nobody told it.
    case needsRuntime
    /// A key that proves itself, with which no license of this store was bound.
    case unenrolled
    /// It has no ID, and so cannot be told from another of its model.
    case anonymous
    /// This user may not open it.
    case noAccess
    case busy
    /// Two devices show one ID: one of them is a copy.
    case duplicateID
}
