extension KeyProof {
    /// Reads `{"authenticatorData", "signature", "path": {"index", "size", "hashes"}}`, bytes in base64url.
    package init(_ claims: Claims) throws(Defect) {
        self.init(
            assertion: try KeyAssertion(claims),
            path: try MerklePath(claims.required("path", claims.claims("path"))))
    }

    package var json: JSONObject {
        assertion.json.adding(JSONObject(["path": .object(path.json)]))
    }
}

extension KeyAssertion {
    /// Reads `{"authenticatorData", "signature"}`, bytes in base64url.
    package init(_ claims: Claims) throws(Defect) {
        self.init(
            authenticatorData: try claims.someBytes("authenticatorData"),
            signature: try claims.someBytes("signature"))
    }

    package var json: JSONObject {
        JSONObject([
            "authenticatorData": .string(Base64URL.encode(authenticatorData)),
            "signature": .string(Base64URL.encode(signature)),
        ])
    }
}

extension MerklePath {
    package init(_ claims: Claims) throws(Defect) {
        let most = Int64(Self.mostEntries)
        var hashes: [[UInt8]] = []
        for text in try claims.strings("hashes") ?? [] {
            guard hashes.count < 64, let hash = Base64URL.decode(text), hash.count == 32 else {
                throw .claim("path.hashes", expected: "hashes of 32 bytes")
            }
            hashes.append(hash)
        }
        self.init(
            index: Int(try claims.required("index", claims.integer("index", in: 0...most))),
            size: Int(try claims.required("size", claims.integer("size", in: 1...most))),
            hashes: hashes)
    }

    package var json: JSONObject {
        JSONObject([
            "index": .integer(Int64(index)), "size": .integer(Int64(size)),
            "hashes": .strings(hashes.map { Base64URL.encode($0) }),
        ])
    }
}

extension Claims {
    /// Bytes in base64url, at most a kibibyte.
    fileprivate func someBytes(_ name: String) throws(Defect) -> [UInt8] {
        let bytes = try parsed(name, as: "bytes in base64url") { text in
            Base64URL.decode(text).flatMap { $0.count <= 1024 ? $0 : nil }
        }
        return try required(name, bytes)
    }
}
