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
        if let named { return reading(Folder(named)) }
        if isRoot { return reading(system) }
        return userFolder(environment).map {
            LicenseStore(own: $0, alsoReading: [system, system.folder(agentFolder)])
        }
    }

    /// The store of an agent: it writes into a folder of its own in the computer's store, which is root's, and reads
    /// all of it.
    package static func agentStore(in store: Folder) -> LicenseStore {
        LicenseStore(own: store.folder(agentFolder), alsoReading: [store])
    }

    private static let agentFolder = "agent"

    private static func reading(_ store: Folder) -> LicenseStore {
        LicenseStore(own: store, alsoReading: [store.folder(agentFolder)])
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
