/// The users of a test machine.
package enum GuestUser: String, Sendable {
    case root
    /// In the group `keybound`.
    case `operator`
    /// In no group but its own.
    case visitor
    /// At the screen, so that udev's `uaccess` is for it; in no group but its own.
    case seated
}
