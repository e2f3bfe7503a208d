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
        of bytes: ArraySlice<UInt8>
    ) throws(ConnectionError) -> [UInt8] {
        var content: [UInt8] = []
        var rest = bytes
        while !rest.isEmpty {
            switch place {
            case .over: return content
            case .content(let left):
                let part = rest.prefix(left)
                content += part
                rest = rest.dropFirst(part.count)
                place = left > part.count ? .content(left: left - part.count) : .end
            case .size, .end: try readLine(of: &rest)
            }
        }
        return content
    }

    private mutating func readLine(of rest: inout ArraySlice<UInt8>) throws(ConnectionError) {
        let part = rest.prefix { $0 != UInt8(ascii: "\n") }
        line += part
        rest = rest.dropFirst(part.count)
        guard line.count < Self.longestLine else { throw .malformed }
        // What a chunk is followed by is at most one byte beside the line's end.
        if case .end = place, line.count > 1 { throw .malformed }
        guard !rest.isEmpty else { return }
        rest.removeFirst()
        try endLine()
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
