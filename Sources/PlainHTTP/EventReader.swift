/// Reads an answer of server-sent events as it comes in (HTML Living Standard, section 9.2.6).
package struct EventReader: Sendable {
    package struct Event: Equatable, Sendable {
        package let name: String
        package let data: String
    }

    private static let longestLine = 65536

    private var head: [UInt8]? = []
    private var chunks = ChunkedContent()
    private var line: [UInt8] = []
    private var name = ""
    private var data: [String] = []

    package init() {}

    /// Whether the peer has said that there is no more.
    package var isOver: Bool { chunks.isOver }

    /// - Returns: the events that these bytes complete.
    package mutating func events(in bytes: [UInt8]) throws(ConnectionError) -> [Event] {
        guard var head else { return try events(of: chunks.content(of: bytes[...])) }
        head += bytes
        guard let parsed = HTTPHead(parsing: head) else {
            guard !HTTPHead.isImpossible(head) else { throw .malformed }
            self.head = head
            return []
        }
        guard parsed.status == 200, parsed.isChunked else { throw .malformed }
        self.head = nil
        return try events(of: chunks.content(of: head[parsed.end...]))
    }

    private mutating func events(of content: [UInt8]) throws(ConnectionError) -> [Event] {
        var events: [Event] = []
        for byte in content {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                guard line.count < Self.longestLine else { throw .malformed }
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if let event = endLine(String(decoding: line, as: UTF8.self)) { events.append(event) }
            line = []
        }
        return events
    }

    private mutating func endLine(_ line: String) -> Event? {
        guard !line.isEmpty else {
            defer { (name, data) = ("", []) }
            return name.isEmpty && data.isEmpty
                ? nil : Event(name: name, data: data.joined(separator: "\n"))
        }
        if let value = line.value(of: "event") { name = value }
        if data.count < 64, let value = line.value(of: "data") { data.append(value) }
        return nil
    }
}

extension String {
    fileprivate func value(of field: String) -> String? {
        guard hasPrefix(field + ":") else { return nil }
        let value = dropFirst(field.count + 1)
        return String(value.first == " " ? value.dropFirst() : value)
    }
}
