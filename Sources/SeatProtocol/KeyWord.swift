package import LicenseBinding

/// That a key of a license is there. A key that can sign has signed it; that one is there which cannot is said by the one server
/// that the license names.
///
/// `{"key", "authenticatorData", "signature"}`, or `{"key", "sighting"}` with the signature of the server (RFC 8032).
package struct KeyWord: Hashable, Sendable {
    private enum Form: Hashable {
        case assertion(KeyAssertion)
        case sighting(signature: [UInt8])
    }

    private static let domain = "keybound sighting v1"

    package let key: KeyID
    private let form: Form

    package init(of key: KeyID, _ assertion: KeyAssertion) {
        self.key = key
        form = .assertion(assertion)
    }

    /// - Parameter challenge: what a key that signs would have signed.
    package init(
        seeing key: KeyID, over challenge: [UInt8], by server: some SigningKey
    ) throws {
        self.key = key
        form = .sighting(signature: try server.signature(for: Self.sighting(of: key, challenge)))
    }

    init(_ claims: Claims) throws(Defect) {
        let id = try claims.parsed("key", as: "a key ID") { KeyID($0) }
        key = try claims.required("key", id)
        form =
            claims.has("sighting")
            ? .sighting(signature: try claims.bytes("sighting", count: 64))
            : .assertion(try KeyAssertion(claims))
        guard key.assurance == assurance else {
            throw .claim("key", expected: "the ID of a key as its word is")
        }
    }

    var json: JSONObject {
        let key = JSONObject(["key": .string(key.description)])
        return switch form {
        case .assertion(let assertion): key.adding(assertion.json)
        case .sighting(let signature):
            key.adding(JSONObject(["sighting": .string(Base64URL.encode(signature))]))
        }
    }

    /// How hard what it says is to imitate.
    package var assurance: Assurance {
        switch form {
        case .assertion: .signed
        case .sighting: .identified
        }
    }

    /// Makes sure that a key of the license is there, by its own word or by that of the license's server.
    func verify(
        over challenge: [UInt8], of license: SignedLicense
    ) throws(SeatChain.Defect) {
        let binding = license.binding
        guard let bound = binding.keys.first(where: { $0.id == key }) else {
            throw .keyUnknown(key)
        }
        switch form {
        case .assertion(let assertion):
            guard let credential = bound.credential else { throw .keyUnknown(key) }
            do throws(ProofDefect) {
                _ = try assertion.verify(challenge, by: credential)
            } catch {
                throw .key(error)
            }
        case .sighting(let signature):
            guard let server = binding.seatServer, bound.assurance == .identified,
                binding.keys(behind: server).contains(bound)
            else { throw .keyUnsigned(key) }
            guard server.isValid(signature, for: Self.sighting(of: key, challenge)[...]) else {
                throw .key(.signature)
            }
        }
    }

    /// The domain, a zero byte, the ID of the key, a zero byte, and the challenge.
    private static func sighting(of key: KeyID, _ challenge: [UInt8]) -> [UInt8] {
        Array(domain.utf8) + [0] + Array(key.description.utf8) + [0] + challenge
    }
}

extension Binding {
    /// The keys that may stand behind the seats of a server: those that sign, and all others too where the license names it.
    package func keys(behind server: VerifyingKey) -> [BoundKey] {
        guard let seatServer else { return keys.filter { $0.credential != nil } }
        return seatServer == server ? keys.filter { $0.assurance >= minimumAssurance } : []
    }
}
