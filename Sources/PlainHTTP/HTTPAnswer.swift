/// The answer to one request (RFC 9112), as far as services on this computer need it.
package struct HTTPAnswer: Equatable, Sendable {
    package let status: Int
    package let body: [UInt8]
    /// Whether its head says where the content ends, so that a content that broke off is found.
    package let isDelimited: Bool

    /// Why some bytes are no answer.
    package struct Malformed: Error {}

    /// - Parameter isWhole: whether the peer has said all.
    /// - Returns: nothing if more has to come.
    package init?(parsing bytes: [UInt8], isWhole: Bool) throws(Malformed) {
        guard let head = HTTPHead(parsing: bytes) else {
            guard !isWhole, !HTTPHead.isImpossible(bytes) else { throw Malformed() }
            return nil
        }
        guard let status = head.status, !head.isEncoded else { throw Malformed() }
        self.status = status
        isDelimited = head.isChunked || head.hasLength
        let content = bytes[head.end...]
        if head.isChunked {
            guard let body = try Self.unchunked(content) else {
                if isWhole { throw Malformed() }
                return nil
            }
            self.body = body
        } else if let length = head.length {
            guard content.count >= length else {
                if isWhole { throw Malformed() }
                return nil
            }
            body = Array(content.prefix(length))
        } else {
            guard !head.hasLength else { throw Malformed() }
            guard isWhole else { return nil }
            body = Array(content)
        }
    }

    /// The content of chunks; nothing if some are missing.
    private static func unchunked(_ bytes: ArraySlice<UInt8>) throws(Malformed) -> [UInt8]? {
        var chunks = ChunkedContent()
        do throws(ConnectionError) {
            let body = try chunks.content(of: bytes)
            return chunks.isOver ? body : nil
        } catch {
            throw Malformed()
        }
    }
}

extension UInt8 {
    package var isHexadecimalDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
