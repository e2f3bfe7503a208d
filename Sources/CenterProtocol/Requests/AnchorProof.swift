import Crypto
package import LicenseBinding

/// Shows a center that what a license is bound to is there, and wants just this request: a FIDO2 key or the computer's
/// own key has signed the center's nonce together with the request.
package enum AnchorProof: Hashable, Sendable {
    case key(KeyID, KeyProof)
    /// An Ed25519 signature by the computer's key.
    case device(signature: [UInt8])

    init(_ claims: Claims) throws(Defect) {
        if claims.has("deviceSignature") {
            let signature = try claims.parsed("deviceSignature", as: "64 bytes in base64url") {
                Base64URL.decode($0).flatMap { $0.count == 64 ? $0 : nil }
            }
            self = .device(signature: try claims.required("deviceSignature", signature))
            return
        }
        let key = try claims.parsed("key", as: "the ID of a FIDO2 key") { text in
            KeyID(text).flatMap { $0.assurance == .signed ? $0 : nil }
        }
        self = .key(try claims.required("key", key), try KeyProof(claims))
    }

    var json: JSONObject {
        switch self {
        case .key(let id, let proof):
            JSONObject(["key": .string(id.description)]).adding(proof.json)
        case .device(let signature):
            JSONObject(["deviceSignature": .string(Base64URL.encode(signature))])
        }
    }
}

extension AnchorProof {
    /// What is signed: a nonce made of the center's and of all that is asked, so that nobody on the way can put
    /// another request in its place.
    package static func nonce(_ challenge: Nonce, for request: JSONObject) -> Nonce {
        var hash = SHA256()
        hash.update(data: Array("keybound center request v1\0".utf8) + challenge.bytes)
        hash.update(data: request.compactBytes)
        guard let nonce = Nonce(Array(hash.finalize())) else {
            preconditionFailure("a nonce is as long as a hash of SHA-256")
        }
        return nonce
    }

    /// What the computer's own key signs.
    package static func deviceMessage(_ request: ProofRequest) -> [UInt8] {
        Array("keybound device v1\0".utf8) + Array(request.license.description.utf8) + [0]
            + request.nonce.bytes
    }
}

/// A request that a license's anchor stands for, as far as it is proven.
package struct ProvenPart: Hashable, Sendable {
    package let challenge: Nonce
    package let proof: AnchorProof

    init(_ claims: Claims) throws(Defect) {
        challenge = try claims.nonce("challenge")
        proof = try AnchorProof(claims.required("proof", claims.claims("proof")))
    }

    package init(challenge: Nonce, proof: AnchorProof) {
        self.challenge = challenge
        self.proof = proof
    }

    var json: JSONObject {
        JSONObject([
            "challenge": .string(Base64URL.encode(challenge.bytes)),
            "proof": .object(proof.json),
        ])
    }
}
