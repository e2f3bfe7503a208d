package import LicenseBinding

/// `POST /v1/times`: the time, signed together with the asker's nonce.
package struct TimeRequest: Hashable, Sendable {
    package let nonce: Nonce

    package init(nonce: Nonce) {
        self.nonce = nonce
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        let nonce = try claims.parsed("nonce", as: "32 bytes in base64url") { text in
            Base64URL.decode(text).flatMap { Nonce($0) }
        }
        self.nonce = try claims.required("nonce", nonce)
    }

    package var json: JSONObject {
        JSONObject(["nonce": .string(Base64URL.encode(nonce.bytes))])
    }
}
