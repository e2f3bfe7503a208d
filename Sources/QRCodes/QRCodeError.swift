/// Why there is no QR code, or no image of it.
package enum QRCodeError: Error, Hashable, Sendable {
    /// There is no text.
    case empty
    /// The text has a NUL character, where libqrencode would end it.
    case containsNUL
    /// The text does not fit in the largest code, which takes 5596 digits or 2331 bytes.
    case tooLong
    /// libqrencode failed, with the error number of the system.
    case encodingFailed(errno: Int32)
    /// It is not one of ``QRCode/scales``.
    case scaleOutOfRange(Int)
    /// libpng failed; it has no codes but says why.
    case imageFailed(reason: String)
}
