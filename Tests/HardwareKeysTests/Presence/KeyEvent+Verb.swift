import HardwareKeys

extension KeyEvent {
    /// What happened to the key, in one word.
    var verb: String {
        switch self {
        case .arrived: "arrived"
        case .left: "left"
        case .changed: "changed"
        case .bounced: "bounced"
        }
    }
}
