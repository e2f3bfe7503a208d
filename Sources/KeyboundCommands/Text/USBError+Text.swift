import CommandLineFront
import USBBus
import VerdictText

extension USBError: ExplainedError {
    package var text: String {
        switch self {
        case .startFailed(let code): "libusb did not start: \(USBError.name(of: code))"
        case .threadFailed(let code): "no thread for USB events: error \(code)"
        case .listFailed(let code): "the USB devices cannot be listed: \(USBError.name(of: code))"
        case .openFailed(let address, let code):
            "device \(address) cannot be opened: \(USBError.name(of: code))"
        case .nodeAbsent(let address): "device \(address) has no file \(address.node)"
        case .deviceGone(let address): "no device is at \(address) any more"
        case .deviceChanged(let address): "another device is at \(address) now"
        case .claimFailed(let address, let code):
            "device \(address) is used by another program or driver: \(USBError.name(of: code))"
        case .resetFailed(let address, let code):
            "device \(address) was not reset: \(USBError.name(of: code))"
        case .transferFailed(let address, let code):
            "device \(address) did not answer: \(USBError.name(of: code))"
        case .descriptorRefused(let address, let code):
            "device \(address) has a descriptor that is not accepted: \(USBError.name(of: code))"
        case .descriptorMalformed(let address):
            "device \(address) has a descriptor that is malformed"
        }
    }
}
