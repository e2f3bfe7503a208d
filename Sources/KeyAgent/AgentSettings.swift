package import FileSystem
package import HardwareKeys
package import LicenseStore
package import PlainHTTP

/// How the agent of a computer works.
package struct AgentSettings: Sendable {
    /// Where programs ask; taken from the service manager instead if that has opened it.
    package let socket: UnixSocketPath
    /// The group whose members may ask; nothing for that of the process.
    package let group: UInt32?
    /// The agent's own store, which reads the computer's.
    package let store: LicenseStore
    /// Who looks at the keys; its question is asked anew each time.
    package let detector: KeyDetector
    /// How long a key may be gone before that is told.
    package var debounce = Duration.seconds(5)
    /// How long a key that another program uses is waited for.
    package var patience = ProofRound.patience
    /// Where the machine parameters are read.
    package var sysroot = Folder("/")
    /// How often the keys of the licenses of this computer prove themselves.
    package var renewal = Duration.seconds(600)

    package init(
        socket: UnixSocketPath, group: UInt32?, store: LicenseStore, detector: KeyDetector
    ) {
        self.socket = socket
        self.group = group
        self.store = store
        self.detector = detector
    }
}
