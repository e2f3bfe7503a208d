import CLibUSB

extension USBError {
    /// libusb's own name of a code, as `LIBUSB_ERROR_ACCESS`; support staff search for it.
    package static func name(of code: Int32) -> String {
        // libusb gives a string constant for every number, known or not.
        unsafe String(cString: libusb_error_name(code))
    }
}
