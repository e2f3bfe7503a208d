import HardwareKeys

extension KeyProblem {
    var text: String {
        switch self {
        case .usb(let error): error.text
        case .fido2(let error): error.text
        case .sentinel(let problems): problems.map(\.text).joined(separator: "; ")
        }
    }
}
