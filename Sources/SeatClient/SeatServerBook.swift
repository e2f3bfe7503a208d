package import HTTPAsking
package import LicenseBinding

/// The seat servers that this computer was enrolled at, with its tokens: a file that only the daemon reads.
///
/// `{"servers": [{"url", "token"}…]}`
package struct SeatServerBook: Hashable, Sendable {
    package static let file = "seat-servers.json"
    package static let limit = 64 * 1024

    /// The tokens by server.
    package private(set) var tokens: [(server: ServerAddress, token: String)] = []

    package init() {}

    package init(parsing bytes: [UInt8]) throws(Defect) {
        for entry in try Claims(parsing: bytes).list("servers") ?? [] {
            let url = try entry.parsed("url", as: "the URL of a seat server") {
                ServerAddress($0)
            }
            enroll(at: try entry.required("url", url), token: try entry.text("token"))
        }
    }

    package mutating func enroll(at server: ServerAddress, token: String) {
        tokens.removeAll { $0.server == server }
        tokens.append((server, token))
    }

    /// - Returns: whether there was one.
    package mutating func forget(_ server: ServerAddress) -> Bool {
        let count = tokens.count
        tokens.removeAll { $0.server == server }
        return tokens.count < count
    }

    package func token(of server: ServerAddress) -> String? {
        tokens.first { $0.server == server }?.token
    }

    package var json: JSONObject {
        JSONObject([
            "servers": .array(
                tokens.map {
                    .object(
                        JSONObject([
                            "url": .string($0.server.description), "token": .string($0.token),
                        ]))
                })
        ])
    }

    package static func == (one: SeatServerBook, other: SeatServerBook) -> Bool {
        one.json == other.json
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(json)
    }
}
