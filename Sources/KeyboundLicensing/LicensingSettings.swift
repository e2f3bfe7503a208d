package import FileSystem
package import HardwareKeys
package import LicenseBinding
import LicenseStore

/// Where a session looks for licenses and keys. By default where Keybound keeps them on this computer.
public struct LicensingSettings: Sendable {
    /// The folder of the license store; nothing for `KEYBOUND_STATE_DIR`, else the stores of the user and of the
    /// computer.
    public var stateDirectory: String?
    /// The socket of the daemon; nothing for `KEYBOUND_SOCKET`, else `/run/keybound/keybound.sock`.
    public var socket: String?

    /// Where keys are plugged in.
    package var ports: any KeyPorts = ComputerPorts()
    package var sentinels: SentinelRegister?
    package var sysroot = Folder("/")
    package var clock: @Sendable () -> Moment = { Moment.now() }
    /// How often a key proves itself anew while a program runs.
    package var renewal = Duration.seconds(600)
    /// Whether a seat of the network is waited for in its server's queue.
    package var waitsForSeat = false
    /// How often a seat of the network is looked after, and how soon again if something is wrong with it.
    package var (seatRenewal, seatRetry) = (Duration.seconds(25), Duration.seconds(5))
    /// How long a key may be gone before that counts.
    package var debounce = Duration.seconds(5)
    /// How long a key that another program uses is waited for.
    package var patience = ProofRound.patience
    /// When a key that another program has is asked again.
    package var busyRetry = Duration.seconds(5)
    /// How long a daemon that went away is given before it is tried again.
    package var retry = Duration.milliseconds(500)
    package var environment: [String: String]

    public init() {
        environment = ProgramEnvironment.read([
            "HOME", "KEYBOUND_SOCKET", "KEYBOUND_STATE_DIR", "XDG_STATE_HOME",
        ])
    }
}
