/// A change among the license keys that are plugged in.
package enum KeyEvent: Hashable, Sendable {
    case arrived(HardwareKey)
    case left(HardwareKey)
    /// Its state, port or model is another one now.
    case changed(HardwareKey)
    /// It was gone for less time than counts as a removal, and is back.
    case bounced(HardwareKey, absence: Duration)

    package var key: HardwareKey {
        switch self {
        case .arrived(let key), .left(let key), .changed(let key), .bounced(let key, _): key
        }
    }
}
