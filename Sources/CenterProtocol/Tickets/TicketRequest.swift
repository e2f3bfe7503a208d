package import LicenseBinding

/// `POST /v1/tickets`: something that the kit's rule or a person at the publisher's decides.
package struct TicketRequest: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// One more PIN for a workplace, by one of its PINs and whom the kit was sold to.
        case additionalPIN = "additional-pin"
        /// The same of somebody who has neither: only a person decides it.
        case help
        /// The kit is to be another licensee's.
        case transfer
    }

    package static let (longestReason, longestContact) = (1000, 200)

    package let head: RequestHead
    package let kind: Kind
    /// A PIN of the workplace, used up or not.
    package let pin: PIN?
    /// Whom the kit was sold to.
    package let licensee: LicenseeData?
    /// Whose it is to be.
    package let newLicensee: LicenseeData?
    package let reason: String
    /// How the publisher reaches whoever asks.
    package let contact: String?
    /// What the answer is sealed to: an X25519 public key that was made for this request.
    package let replyTo: [UInt8]

    package init(
        head: RequestHead, kind: Kind, pin: PIN?, licensee: LicenseeData?,
        newLicensee: LicenseeData?, reason: String, contact: String?, replyTo: [UInt8]
    ) {
        self.head = head
        self.kind = kind
        self.pin = pin
        self.licensee = licensee
        self.newLicensee = newLicensee
        self.reason = reason
        self.contact = contact
        self.replyTo = replyTo
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        head = try RequestHead(claims)
        kind = try claims.required("kind", claims.word("kind", Kind.self))
        pin = try claims.pin()
        licensee = try claims.optional("licensee", LicenseeData.init)
        newLicensee = try claims.optional("newLicensee", LicenseeData.init)
        let reason = try claims.parsed("reason", as: "the reason, up to 1000 characters") { text in
            1...Self.longestReason ~= text.unicodeScalars.count ? text : nil
        }
        self.reason = try claims.required("reason", reason)
        contact = try claims.parsed("contact", as: "up to 200 characters") { text in
            text.unicodeScalars.count <= Self.longestContact ? text : nil
        }
        replyTo = try claims.bytes("replyTo", count: SealingKey.count)
        guard kind == .help || pin != nil && licensee != nil else {
            throw .claim("pin", expected: "a PIN of the workplace, and whom the kit was sold to")
        }
        guard (kind == .transfer) == (newLicensee != nil) else {
            throw .claim("newLicensee", expected: "whose the kit is to be, for a transfer alone")
        }
    }

    package var json: JSONObject {
        head.json.adding(
            JSONObject([
                "kind": .string(kind.rawValue), "pin": pin.map { .string($0.text) },
                "licensee": licensee.map { .object($0.json) },
                "newLicensee": newLicensee.map { .object($0.json) },
                "reason": .string(reason), "contact": contact.map { .string($0) },
                "replyTo": .string(Base64URL.encode(replyTo)),
            ]))
    }
}
