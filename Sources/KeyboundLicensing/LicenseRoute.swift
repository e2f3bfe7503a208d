/// A way to a license, in the order in which they are tried.
public enum LicenseRoute: String, CaseIterable, Sendable {
    /// A key that proves itself through the daemon.
    case agent
    /// A key in a port of this computer, which the program itself asks.
    case direct
    /// The computer that the license is bound to.
    case machine
    /// A seat of the network, which the daemon gets.
    case seat
}
