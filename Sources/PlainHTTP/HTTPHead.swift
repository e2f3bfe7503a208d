/// Status line and header fields of an answer, lines ended by CR LF or by LF alone.
struct HTTPHead {
    private static let limit = 65536

    let status: Int?
    /// Where the content begins.
    let end: Int
    private var fields: [String: String] = [:]

    /// - Returns: nothing if its end has not come.
    init?(parsing bytes: [UInt8]) {
        var lines: [String] = []
        var start = 0
        while true {
            guard start < Self.limit,
                let feed = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
            else { return nil }
            var line = bytes[start..<feed]
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            start = feed + 1
            if line.isEmpty { break }
            lines.append(String(decoding: line, as: UTF8.self))
        }
        end = start
        status = lines.first.flatMap(Self.status)
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            // Spaces and tabs around a value are none of it (RFC 9110, section 5.5).
            let value = line[line.index(after: colon)...].split { $0 == " " || $0 == "\t" }
            fields[line[..<colon].lowercased()] = value.joined(separator: " ")
        }
    }

    /// Whether these bytes can no more become one.
    static func isImpossible(_ bytes: [UInt8]) -> Bool {
        bytes.count >= limit || !zip(bytes, "HTTP/".utf8).allSatisfy { $0 == $1 }
    }

    var isChunked: Bool { fields["transfer-encoding"]?.lowercased() == "chunked" }

    /// Whether the content is encoded in a way that was not asked for.
    var isEncoded: Bool { fields["transfer-encoding"] != nil && !isChunked }

    var hasLength: Bool { fields["content-length"] != nil }

    /// The length of the content, if it is told rightly.
    var length: Int? {
        fields["content-length"].flatMap { text in
            text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(text) : nil
        }
    }

    /// The code of `HTTP/1.1 200 OK`.
    private static func status(_ line: String) -> Int? {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), words[1].utf8.count == 3 else {
            return nil
        }
        return Int(words[1]).flatMap { (100...599).contains($0) ? $0 : nil }
    }
}
