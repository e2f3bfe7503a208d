import Crypto
package import FoundationEssentials
package import LicenseBinding

/// A seat away from the network. The word of the hardware key is over it, with the client's nonce: no server can lend one
/// without its key, nor have it signed in advance.
///
/// `{"payload": JSON in base64url}` and the members of a ``KeyWord``.
package struct BorrowedSeat: Hashable, Sendable {
    private static let domain = "keybound borrow v1"
    /// The most bytes of the payload.
    private static let limit = 4096

    package struct Content: Hashable, Sendable {
        package let seat: SeatGrant.Seat
        package let from: Date
        package let until: Date
        package let nonce: Nonce

        package init(_ seat: SeatGrant.Seat, from: Date, until: Date, nonce: Nonce) {
            self.seat = seat
            self.from = from
            self.until = until
            self.nonce = nonce
        }

        init(_ claims: Claims) throws(Defect) {
            seat = try SeatGrant.Seat(claims)
            from = try claims.required("from", claims.date("from"))
            until = try claims.required("until", claims.date("until"))
            nonce = try claims.nonce("nonce")
        }

        package var payload: [UInt8] {
            let json = seat.json.adding(
                JSONObject([
                    "from": .integer(from.seconds), "until": .integer(until.seconds),
                    "nonce": .string(Base64URL.encode(nonce.bytes)),
                ]))
            return json.compactBytes
        }
    }

    package let content: Content
    /// What was signed.
    private let payload: [UInt8]
    package let word: KeyWord

    package init(_ content: Content, _ word: KeyWord) {
        self.content = content
        payload = content.payload
        self.word = word
    }

    package init(_ claims: Claims) throws(Defect) {
        payload = try claims.bytes("payload")
        guard payload.count <= Self.limit else {
            throw .claim("payload", expected: "at most \(Self.limit) bytes")
        }
        content = try Content(Claims(parsing: payload))
        word = try KeyWord(claims)
    }

    package var json: JSONObject {
        JSONObject(["payload": .string(Base64URL.encode(payload))]).adding(word.json)
    }

    /// What the word is over: SHA-256 of the domain, a zero byte and the payload.
    package static func challenge(_ content: Content) -> [UInt8] { challenge(content.payload) }

    private static func challenge(_ payload: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array(domain.utf8) + [0] + payload))
    }

    /// Makes sure that a key of the license lends just this seat to whoever has chosen the nonce.
    package func verify(
        _ seat: SeatGrant.Seat, nonce: Nonce, of license: SignedLicense
    ) throws(SeatChain.Defect) {
        guard content.seat == seat, content.nonce == nonce else { throw .otherSeat }
        guard seat.license == license.id else {
            throw .license(expected: license.id, found: seat.license)
        }
        try word.verify(over: Self.challenge(payload), of: license)
    }
}
