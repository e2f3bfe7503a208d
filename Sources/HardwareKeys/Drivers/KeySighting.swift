import LicenseBinding
import USBBus

/// What a driver says of a device: its ID, if it shows one, and its state.
struct KeySighting {
    var id: KeyID?
    var state: KeyState
    /// What went wrong when the device was asked.
    var problem: USBError?
    var reset = DeviceReset.notTried

    /// Whether the device had left. One that left by its reset is no such: the reset is to be told.
    var isOfNothing: Bool { reset == .notTried && problem?.isGone == true }
}
