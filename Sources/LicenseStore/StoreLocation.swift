package import FileSystem

/// Where stores are.
package enum StoreLocation {
    /// The store of the computer, which root writes and everybody reads.
    package static let system = Folder("/var/lib/keybound")

    /// The store to use.
    ///
    /// A named folder stands for itself. Root uses the computer's store; other users their own,
    /// in the XDG state directory, and read the computer's as well.
    /// - Parameter named: the folder that the user asked for, by argument or environment.
    package static func store(
        named: String?, environment: [String: String], isRoot: Bool
    ) -> LicenseStore? {
        if let named { return LicenseStore(own: Folder(named)) }
        if isRoot { return LicenseStore(own: system) }
        return userFolder(environment).map { LicenseStore(own: $0, alsoReading: [system]) }
    }

    /// `$XDG_STATE_HOME/keybound`, by default `~/.local/state/keybound` (XDG Base Directory
    /// Specification 0.8). Relative paths are ignored, as it says.
    private static func userFolder(_ environment: [String: String]) -> Folder? {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return Folder(state).folder("keybound")
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return Folder(home).folder(".local/state/keybound")
    }
}
