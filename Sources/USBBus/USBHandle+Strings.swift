import CLibUSB

extension USBHandle {
    private static let stringTimeout = Duration.seconds(1)
    private static let englishUS: UInt16 = 0x0409

    /// The serial number as the device tells it, untouched; nothing if it is empty or there is none.
    ///
    /// Blocks for up to two seconds if the device does not answer.
    package func serialNumber() throws(USBError) -> String? {
        let number = reference.descriptor.iSerialNumber
        guard number != 0 else { return nil }
        return try string(number, language: try language())
    }

    /// The first language of the device's strings; a device that names none is taken at English.
    private func language() throws(USBError) -> UInt16 {
        do throws(USBError) {
            let languages = USBStringDescriptor.languages(of: try stringDescriptor(0, language: 0))
            return languages?.first ?? Self.englishUS
        } catch .transferFailed(_, LIBUSB_ERROR_PIPE.rawValue) {
            return Self.englishUS
        }
    }

    private func string(_ number: UInt8, language: UInt16) throws(USBError) -> String? {
        let bytes = try stringDescriptor(number, language: language)
        guard let text = USBStringDescriptor.text(of: bytes) else {
            throw .descriptorMalformed(address)
        }
        return text.isEmpty ? nil : text
    }

    private func stringDescriptor(
        _ number: UInt8, language: UInt16
    ) throws(USBError) -> [UInt8] {
        let request = USBControlRequest.string(number, language: language)
        return try receive(request, atMost: 255, timeout: Self.stringTimeout)
    }
}
