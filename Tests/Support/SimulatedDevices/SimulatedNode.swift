/// What opening the device's node in `/dev/bus/usb` gives.
package enum SimulatedNode: Sendable {
    case open
    /// Refused with EACCES, also to root.
    case forbidden
    case absent
}
