/// A hardware key that a license is bound to.
package struct BoundKey: Hashable, Sendable {
    package enum Role: String, CaseIterable, Sendable {
        case primary, spare
    }

    package let id: KeyID
    package let role: Role
    /// What the key was able to prove when it was bound, and so must still prove.
    package let assurance: Assurance
    /// What a key that proves itself made at its enrollment.
    package let credential: KeyCredential?
    /// Members that a later version understands: they stay as they are.
    package let others: JSONObject

    package init(
        id: KeyID, role: Role, assurance: Assurance? = nil, others: JSONObject = JSONObject()
    ) {
        self.id = id
        self.role = role
        self.assurance = assurance ?? id.assurance
        credential = nil
        self.others = others
    }

    /// A key that proves itself.
    package init(_ credential: KeyCredential, role: Role) {
        id = credential.keyID
        self.role = role
        assurance = .signed
        self.credential = credential
        others = JSONObject()
    }

    init(_ claims: Claims) throws(Defect) {
        let id = try claims.parsed("id", as: "a key ID") { KeyID($0) }
        self.id = try claims.required("id", id)
        role = try claims.required("role", claims.word("role", Role.self))
        assurance = try claims.required("assurance", claims.word("assurance", Assurance.self))
        guard case .fido2(let thumbprint) = self.id else {
            credential = nil
            others = claims.others(than: ["id", "role", "assurance"])
            return
        }
        let credential = try KeyCredential(claims)
        guard credential.key.thumbprint == thumbprint else {
            throw .claim("cnf", expected: "the public key of \(self.id)")
        }
        self.credential = credential
        others = claims.others(than: ["id", "role", "assurance", "cnf", "fido2"])
    }

    var json: JSONObject {
        let own = JSONObject([
            "id": .string(id.description), "role": .string(role.rawValue),
            "assurance": .string(assurance.rawValue),
        ])
        return own.adding(credential?.members ?? JSONObject()).adding(others)
    }
}

extension JSONObject {
    /// These members and then the others.
    package func adding(_ others: JSONObject) -> JSONObject {
        var object = self
        for member in others.members { object[member.name] = member.value }
        return object
    }
}
