/// A change among the license keys that are plugged in.
package enum KeyEvent: Hashable, Sendable {
    case arrived(HardwareKey)
    case left(HardwareKey)
    /// Its state or ID is another one now.
    case changed(HardwareKey)

    package var key: HardwareKey {
        switch self {
        case .arrived(let key), .left(let key), .changed(let key): key
        }
    }
}
