/// The content of an answer without an end, as its chunks come in (RFC 9112, section 7.1).
package struct ChunkedContent: Sendable {
    private static let longestLine = 1024

    private enum Place {
        case size, content(left: Int), end, over
    }

    private var place = Place.size
    private var line: [UInt8] = []

    package init() {}

    package var isOver: Bool { if case .over = place { true } else { false } }

    /// - Returns: the content in these bytes, without what frames it.
    package mutating func content(
        of bytes: some Sequence<UInt8>
    ) throws(ConnectionError) -> [UInt8] {
        var content: [UInt8] = []
        for byte in bytes {
            switch place {
            case .over: return content
            case .content(let left):
                content.append(byte)
                place = left > 1 ? .content(left: left - 1) : .end
            case .size, .end:
                guard byte == UInt8(ascii: "\n") else {
                    line.append(byte)
                    guard line.count < Self.longestLine else { throw .malformed }
                    continue
                }
                try endLine()
            }
        }
        return content
    }

    private mutating func endLine() throws(ConnectionError) {
        defer { line = [] }
        if case .end = place {
            guard line.isEmpty || line == [UInt8(ascii: "\r")] else { throw .malformed }
            return place = .size
        }
        let digits = line.prefix { $0.isHexadecimalDigit }
        guard (1...7).contains(digits.count),
            let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw .malformed }
        place = size == 0 ? .over : .content(left: size)
    }
}
