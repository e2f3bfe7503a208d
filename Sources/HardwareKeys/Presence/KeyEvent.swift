/// A change among the license keys that are plugged in.
package enum KeyEvent: Hashable, Sendable {
    case arrived(HardwareKey)
    case left(HardwareKey)
    /// Its state, port or model is another one now.
    case changed(HardwareKey)
    /// It was gone for less time than counts as a removal, and is back.
    case bounced(HardwareKey, absence: Duration)

    /// What happened, in a word.
    package var name: String {
        switch self {
        case .arrived: "arrived"
        case .left: "left"
        case .changed: "changed"
        case .bounced: "bounced"
        }
    }

    package var key: HardwareKey {
        switch self {
        case .arrived(let key), .left(let key), .changed(let key), .bounced(let key, _): key
        }
    }
}
