import Crypto
package import FoundationEssentials
package import LicenseBinding

/// A hardware key's word for a seat server, for some minutes: over a license, the server's key, a time and the nonces of
/// clients, so that nobody can have it made long before.
package struct SeatDelegation: Hashable, Sendable {
    /// The longest that one may hold: 10 minutes.
    package static let longest: TimeInterval = 600
    private static let domain = "keybound delegation v1"

    /// What the word is over.
    package struct Content: Hashable, Sendable {
        package let license: LicenseID
        /// The server's key, which signs seats.
        package let server: VerifyingKey
        package let from: Date
        package let until: Date
        /// The root of a tree of nonces (RFC 6962, section 2.1).
        package let root: [UInt8]

        package init(
            license: LicenseID, server: VerifyingKey, from: Date, until: Date, root: [UInt8]
        ) {
            self.license = license
            self.server = server
            self.from = from
            self.until = until
            self.root = root
        }

        /// SHA-256 of the domain, a zero byte, the license's ID, a zero byte, the 32 bytes of the server's key, both times
        /// in seconds since 1970 in 8 bytes, the highest first, and the root.
        package var challenge: [UInt8] {
            let times = [from, until].flatMap { time in
                (0..<8).map { UInt8(truncatingIfNeeded: time.seconds >> (56 - 8 * $0)) }
            }
            let text = Array(SeatDelegation.domain.utf8) + [0] + Array(license.description.utf8)
            return Array(SHA256.hash(data: text + [0] + server.bytes + times + root))
        }
    }

    package let content: Content
    package let word: KeyWord

    package init(_ content: Content, _ word: KeyWord) {
        self.content = content
        self.word = word
    }

    package init(_ claims: Claims) throws(Defect) {
        let license = try claims.parsed("license", as: "a license ID") { LicenseID($0) }
        content = Content(
            license: try claims.required("license", license),
            server: try VerifyingKey(jwk: claims.required("server", claims.claims("server"))),
            from: try claims.required("from", claims.date("from")),
            until: try claims.required("until", claims.date("until")),
            root: try claims.bytes("root", count: 32))
        word = try KeyWord(claims)
    }

    package var json: JSONObject {
        JSONObject([
            "license": .string(content.license.description), "server": .object(content.server.jwk),
            "from": .integer(content.from.seconds),
            "until": .integer(content.until.seconds),
            "root": .string(Base64URL.encode(content.root)),
        ]).adding(word.json)
    }

    /// Whether a client's nonce was known when it was made.
    package func has(_ nonce: Nonce, by path: MerklePath) -> Bool {
        path.root(from: nonce.bytes) == content.root
    }
}
