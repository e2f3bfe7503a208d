package import FIDO2
package import USBBus

/// What went wrong when a key was asked.
package enum KeyProblem: Hashable, Sendable {
    case usb(USBError)
    case fido2(FIDO2Error)
    case sentinel([SentinelProblem])

    /// Whether it is of a FIDO2 key that may answer a little later.
    var isBusy: Bool {
        if case .fido2(let error) = self { error.isBusy } else { false }
    }

    /// Whether the key left.
    var isGone: Bool {
        switch self {
        case .usb(let error): error.isGone
        case .fido2(let error): error == .gone
        case .sentinel: false
        }
    }
}
