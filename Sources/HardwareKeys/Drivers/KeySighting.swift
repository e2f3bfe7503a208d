import LicenseBinding
import USBBus

/// What a driver says of a device: its ID, if it shows one, and its state.
struct KeySighting {
    var id: KeyID?
    var state: KeyState
    var problem: KeyProblem?
    var reset = DeviceReset.notTried
    /// What a FIDO2 key says of its model, and what it signed.
    var model: AAGUID?
    var answers: [CredentialAnswer] = []
    var provesItself = false
    /// The model of a HASP or Sentinel key, as the run-time calls it.
    var toldModel: String?
    /// Whether the engine of a HASP or Sentinel key answered.
    var isConfirmed = false

    init(
        id: KeyID? = nil, state: KeyState, problem: KeyProblem? = nil,
        reset: DeviceReset = .notTried
    ) {
        self.id = id
        self.state = state
        self.problem = problem
        self.reset = reset
    }

    /// Whether the device had left. One that left by its reset is no such: the reset is to be told.
    var isOfNothing: Bool { reset == .notTried && problem?.isGone == true }
}
