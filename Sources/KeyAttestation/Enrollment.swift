import Crypto
package import FoundationEssentials
package import LicenseBinding

/// A FIDO2 key's application to be one that licenses are bound to: a credential, who vouches for the
/// key, and two signatures without a touch, which show that it will be able to prove itself.
package struct Enrollment: Hashable, Sendable {
    package static let format = "keybound enrollment 1"
    /// The most bytes that the file may have; certificate chains are its largest part.
    package static let limit = 64 * 1024
    /// How often a key signs without a touch before it is believed that it can.
    package static let selfTests = 2

    /// For which publisher, by the thumbprint of its root.
    package let root: String
    /// 32 random bytes, from which all that the key signs is derived.
    package let nonce: Nonce
    /// The name of the key, for people.
    package let name: String
    /// The format of the attestation, its statement in CBOR, and the key's own data.
    package let attestationFormat: String
    package let statement: [UInt8]
    package let authenticatorData: [UInt8]
    package let assertions: [KeyAssertion]

    package init(
        root: String, nonce: Nonce, name: String, attestationFormat: String, statement: [UInt8],
        authenticatorData: [UInt8], assertions: [KeyAssertion]
    ) {
        self.root = root
        self.nonce = nonce
        self.name = name
        self.attestationFormat = attestationFormat
        self.statement = statement
        self.authenticatorData = authenticatorData
        self.assertions = assertions
    }

    /// What a key signs in a step of its enrollment (`clientDataHash`): 0 for the new credential, then
    /// one for each signature without a touch.
    package static func challenge(_ nonce: Nonce, step: Int) -> [UInt8] {
        let domain = Array("keybound enrollment v1".utf8)
        return Array(SHA256.hash(data: domain + [0] + nonce.bytes + [UInt8(step)]))
    }

    /// The credential that the key says it made, to recognize the key by; nothing is verified.
    package func claimedCredential() throws(Defect) -> KeyCredential {
        let attested = AttestedCredential(authenticatorData, for: RelyingParty.id(of: root))
        guard let attested else {
            throw .claim("attestation.authenticatorData", expected: "a credential of a FIDO2 key")
        }
        return attested.credential
    }

    /// The attested credential, once all that the key signed is verified.
    package func verified() throws(EnrollmentDefect) -> Attestation {
        let attestation: Attestation
        do throws(AttestationDefect) {
            attestation = try Attestation(
                format: attestationFormat, statement: statement,
                authenticatorData: authenticatorData,
                challenge: Self.challenge(nonce, step: 0), for: RelyingParty.id(of: root))
        } catch {
            throw .attestation(error)
        }
        guard assertions.count == Self.selfTests else { throw .selfTest(.absent) }
        var last = attestation.attested.counter
        for (index, assertion) in assertions.enumerated() {
            let counter: UInt32
            do throws(ProofDefect) {
                counter = try assertion.verify(
                    Self.challenge(nonce, step: index + 1), by: attestation.credential)
            } catch {
                throw .selfTest(error)
            }
            guard counter.follows(last) else { throw .counter(counter, last: last) }
            last = counter
        }
        return attestation
    }
}

extension AttestationPolicy {
    /// Makes sure that the publisher takes the key.
    package func accept(_ attestation: Attestation, at time: Date) throws(EnrollmentDefect) {
        do throws(AttestationDefect) {
            try check(attestation, at: time)
        } catch {
            throw .attestation(error)
        }
    }
}

/// Why a key cannot be enrolled.
package enum EnrollmentDefect: Error, Hashable, Sendable {
    case attestation(AttestationDefect)
    /// What it signed without a touch is no proof.
    case selfTest(ProofDefect)
    /// Its counter of signatures does not rise.
    case counter(UInt32, last: UInt32)
}

extension Enrollment {
    package init(parsing file: [UInt8]) throws(Defect) {
        guard file.count <= Self.limit else { throw .tooLarge(limit: Self.limit) }
        try self.init(Claims(parsing: file))
    }

    package init(_ claims: Claims) throws(Defect) {
        try claims.require("format", Self.format)
        root = try claims.text("publisher")
        name = try claims.text("name")
        nonce = try claims.nonce("nonce")
        let attestation = try claims.required("attestation", claims.claims("attestation"))
        attestationFormat = try attestation.text("format")
        statement = try attestation.bytes("statement")
        authenticatorData = try attestation.bytes("authenticatorData")
        var assertions: [KeyAssertion] = []
        for claims in try claims.required("selfTest", claims.list("selfTest")) {
            assertions.append(
                KeyAssertion(
                    authenticatorData: try claims.bytes("authenticatorData"),
                    signature: try claims.bytes("signature")))
        }
        self.assertions = assertions
    }

    package var json: JSONObject {
        JSONObject([
            "format": .string(Self.format), "publisher": .string(root), "name": .string(name),
            "nonce": .string(Base64URL.encode(nonce.bytes)),
            "attestation": .object(
                JSONObject([
                    "format": .string(attestationFormat),
                    "statement": .string(Base64URL.encode(statement)),
                    "authenticatorData": .string(Base64URL.encode(authenticatorData)),
                ])),
            "selfTest": .array(
                assertions.map { assertion in
                    .object(
                        JSONObject([
                            "authenticatorData": .string(
                                Base64URL.encode(assertion.authenticatorData)),
                            "signature": .string(Base64URL.encode(assertion.signature)),
                        ]))
                }),
        ])
    }
}

extension Claims {
    fileprivate func bytes(_ name: String) throws(Defect) -> [UInt8] {
        let bytes = try parsed(name, as: "bytes in base64url") { Base64URL.decode($0) }
        return try required(name, bytes)
    }
}
