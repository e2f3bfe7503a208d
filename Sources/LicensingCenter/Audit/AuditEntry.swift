import Crypto
package import FoundationEssentials
package import LicenseBinding

/// One line of the audit log. Each holds the hash of the one before, so that none can be changed, taken out or moved
/// without all that follow.
package struct AuditEntry: Hashable, Sendable {
    /// The hash before the first entry.
    package static let origin = [UInt8](repeating: 0, count: SHA256.byteCount)

    /// From 1, without gaps.
    package let number: Int64
    package let time: Date
    /// What happened, as `license.issued`.
    package let event: String
    package let content: JSONObject
    package let previous: [UInt8]
    package let hash: [UInt8]

    /// The next entry of a log.
    package init(
        after last: (number: Int64, hash: [UInt8]), time: Date, event: String, content: JSONObject
    ) {
        number = last.number + 1
        self.time = Date(timeIntervalSince1970: TimeInterval(time.seconds))
        self.event = event
        self.content = content
        previous = last.hash
        hash = Self.hash(of: number, time, event, content, after: previous)
    }

    /// An entry as it was kept; whether its hash is right is another question.
    package init(
        number: Int64, time: Date, event: String, content: JSONObject, previous: [UInt8],
        hash: [UInt8]
    ) {
        self.number = number
        self.time = time
        self.event = event
        self.content = content
        self.previous = previous
        self.hash = hash
    }

    package var isWhole: Bool {
        hash == Self.hash(of: number, time, event, content, after: previous)
    }

    package var json: JSONObject {
        JSONObject([
            "number": .integer(number), "time": .string(Timestamp.text(time)),
            "event": .string(event), "content": .object(content),
            "hash": .string(Base64URL.encode(hash)),
        ])
    }

    /// SHA-256 over the log's name, the hash before and the entry's JSON text.
    private static func hash(
        of number: Int64, _ time: Date, _ event: String, _ content: JSONObject,
        after previous: [UInt8]
    ) -> [UInt8] {
        let entry = JSONObject([
            "number": .integer(number), "time": .integer(time.seconds), "event": .string(event),
            "content": .object(content),
        ])
        var hash = SHA256()
        hash.update(data: Array("keybound audit v1\0".utf8) + previous)
        hash.update(data: entry.compactBytes)
        return Array(hash.finalize())
    }
}
