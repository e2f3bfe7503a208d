package import LicenseBinding

/// `POST /v1/bindings`: a license bound otherwise than before.
package struct BindingRequest: Hashable, Sendable {
    /// What becomes of the license's keys.
    package enum Change: Hashable, Sendable {
        /// This key takes the place of the primary key, or of the computer.
        case bind(ProposedKey)
        case addSpare(ProposedKey)
        /// This spare becomes the primary key, and the primary key a spare.
        case promote(KeyID)
        /// The last promotion never was.
        case undoPromotion
        /// This key takes the place of one that is lost, which is withdrawn.
        case replace(lost: KeyID, by: ProposedKey)
    }

    /// What allows it.
    package enum Authority: Hashable, Sendable {
        /// What the license is bound to now.
        case anchor(ProvenPart)
        /// A PIN of the license's workplace.
        case pin(PIN)
    }

    package let head: RequestHead
    package let license: LicenseID
    package let change: Change
    package let authority: Authority

    package init(
        head: RequestHead, license: LicenseID, change: Change, authority: Authority
    ) {
        self.head = head
        self.license = license
        self.change = change
        self.authority = authority
    }

    package init(parsing body: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: body)
        head = try RequestHead(claims)
        license = try claims.license()
        change = try Change(claims)
        switch try claims.pin() {
        case let pin?: authority = .pin(pin)
        case nil: authority = .anchor(try ProvenPart(claims))
        }
    }

    /// What the proof is for.
    package static func asked(
        head: RequestHead, license: LicenseID, change: Change
    ) -> JSONObject {
        head.json.adding(JSONObject(["license": .string(license.description)]))
            .adding(change.json)
    }

    package var asked: JSONObject { Self.asked(head: head, license: license, change: change) }

    package var json: JSONObject {
        switch authority {
        case .anchor(let proven): asked.adding(proven.json)
        case .pin(let pin):
            asked.adding(
                JSONObject(["pin": .string(pin.text)]))
        }
    }
}

extension BindingRequest.Change {
    package enum Name: String, CaseIterable, Sendable {
        case bind
        case addSpare = "add-spare"
        case promote
        case undoPromotion = "undo-promotion"
        case replaceKey = "replace-key"
    }

    package var name: Name {
        switch self {
        case .bind: .bind
        case .addSpare: .addSpare
        case .promote: .promote
        case .undoPromotion: .undoPromotion
        case .replace: .replaceKey
        }
    }

    package init(_ claims: Claims) throws(Defect) {
        func key() throws(Defect) -> ProposedKey {
            try ProposedKey(claims.required("key", claims.claims("key")))
        }
        func id(_ name: String) throws(Defect) -> KeyID {
            try claims.required(name, claims.parsed(name, as: "a key ID") { KeyID($0) })
        }
        switch try claims.required("operation", claims.word("operation", Name.self)) {
        case .bind: self = .bind(try key())
        case .addSpare: self = .addSpare(try key())
        case .promote: self = .promote(try id("spare"))
        case .undoPromotion: self = .undoPromotion
        case .replaceKey: self = .replace(lost: try id("lost"), by: try key())
        }
    }

    package var json: JSONObject {
        let members =
            switch self {
            case .bind(let key), .addSpare(let key): JSONObject(["key": .object(key.json)])
            case .promote(let id): JSONObject(["spare": .string(id.description)])
            case .undoPromotion: JSONObject()
            case .replace(let lost, let key):
                JSONObject(["lost": .string(lost.description), "key": .object(key.json)])
            }
        return JSONObject(["operation": .string(name.rawValue)]).adding(members)
    }
}
