package import LicenseBinding

/// A key's proof as the agent carries it. Nothing in it is believed before it was verified.
package struct AgentProof: Hashable, Sendable {
    package let key: KeyID
    package let proof: KeyProof
    /// The key's counter before this proof: only who lets the key sign can compare.
    package let lastCounter: UInt32?

    package init(of key: KeyID, _ proof: KeyProof, lastCounter: UInt32?) {
        self.key = key
        self.proof = proof
        self.lastCounter = lastCounter
    }

    init(_ claims: Claims) throws(Defect) {
        let key = try claims.parsed("key", as: "a key ID") { KeyID($0) }
        self.key = try claims.required("key", key)
        let assertion = KeyAssertion(
            authenticatorData: try claims.someBytes("authenticatorData"),
            signature: try claims.someBytes("signature"))
        proof = KeyProof(
            assertion: assertion,
            path: try MerklePath(claims.required("path", claims.claims("path"))))
        lastCounter = try claims.integer("lastCounter", in: 0...Int64(UInt32.max)).map(UInt32.init)
    }

    var json: JSONObject {
        JSONObject([
            "key": .string(key.description),
            "authenticatorData": .string(Base64URL.encode(proof.assertion.authenticatorData)),
            "signature": .string(Base64URL.encode(proof.assertion.signature)),
            "path": .object(proof.path.json),
            "lastCounter": lastCounter.map { .integer(Int64($0)) },
        ])
    }
}

extension MerklePath {
    init(_ claims: Claims) throws(Defect) {
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

    var json: JSONObject {
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
