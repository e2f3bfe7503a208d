import CQREncode
import Glibc

/// A text as a QR code (ISO/IEC 18004), of error correction level M: 15 % of it may be unreadable.
package struct QRCode: Hashable, Sendable {
    /// How many light modules are around a code at the least (ISO/IEC 18004).
    package static let quietZone = 4

    /// How many modules a side has, without the quiet zone.
    package let width: Int
    /// Row by row, whether they are dark.
    private let modules: [Bool]

    /// Makes the smallest code that holds the text. Digits take the least room; what is beyond
    /// ASCII is encoded as UTF-8.
    package init(_ text: String) throws(QRCodeError) {
        guard !text.isEmpty else { throw .empty }
        guard !text.utf8.contains(0) else { throw .containsNUL }
        guard let code = unsafe QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
            let code = errno
            throw code == ERANGE ? .tooLong : .encodingFailed(errno: code)
        }
        defer { unsafe QRcode_free(code) }
        width = Int(unsafe code.pointee.width)
        // They live until the code is freed.
        let bytes = unsafe UnsafeBufferPointer(start: code.pointee.data, count: width * width)
        modules = unsafe bytes.map { $0 & 1 == 1 }
    }

    /// Those outside of the code are light, as the quiet zone is.
    package func isDark(column: Int, row: Int) -> Bool {
        let side = 0..<width
        return side.contains(column) && side.contains(row) && modules[row * width + column]
    }
}
