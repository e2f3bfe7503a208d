/// A change on the bus.
package enum USBEvent: Hashable, Sendable {
    case arrived(USBDevice)
    /// The device as it was told when it arrived.
    case left(USBDevice)

    package var device: USBDevice {
        switch self {
        case .arrived(let device), .left(let device): device
        }
    }
}
