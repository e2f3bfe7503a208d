package import FIDO2
package import USBBus

/// What went wrong when a key was asked.
package enum KeyProblem: Hashable, Sendable {
    case usb(USBError)
    case fido2(FIDO2Error)

    /// Whether the key left.
    var isGone: Bool {
        switch self {
        case .usb(let error): error.isGone
        case .fido2(let error): error == .gone
        }
    }
}
