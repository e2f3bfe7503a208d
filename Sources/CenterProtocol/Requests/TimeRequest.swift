package import LicenseBinding

/// `POST /v1/times`: the time, signed together with the asker's nonce.
package struct TimeRequest: Hashable, Sendable {
    package let nonce: Nonce

    package init(nonce: Nonce) {
        self.nonce = nonce
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        nonce = try claims.nonce("nonce")
    }

    package var json: JSONObject {
        JSONObject(["nonce": .string(Base64URL.encode(nonce.bytes))])
    }
}
