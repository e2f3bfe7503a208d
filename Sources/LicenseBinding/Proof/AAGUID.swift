/// What model an authenticator is, as its maker says (CTAP 2.1, section 6.4): 16 bytes, written as
/// a UUID in lower case. Keys of one model share it.
package struct AAGUID: Hashable, Sendable {
    package let bytes: [UInt8]

    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads `ee882879-721c-4913-9775-3dfcce97072a`, in either case.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return nil }
        let digits = parts.joined().compactMap(\.hexDigitValue)
        guard digits.count == 32 else { return nil }
        bytes = stride(from: 0, to: 32, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension AAGUID: CustomStringConvertible {
    package var description: String {
        let ends = [0, 4, 6, 8, 10, 16]
        return zip(ends, ends.dropFirst()).map { Hexadecimal.encode(bytes[$0..<$1]) }
            .joined(separator: "-")
    }
}
