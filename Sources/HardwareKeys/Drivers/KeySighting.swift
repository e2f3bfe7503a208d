import LicenseBinding

/// What a driver says of a device: its ID, if it shows one, and its state.
struct KeySighting {
    var id: KeyID?
    var state: KeyState
}
