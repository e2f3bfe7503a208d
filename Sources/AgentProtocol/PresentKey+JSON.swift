package import LicenseBinding

extension PresentKey {
    init(_ claims: Claims) throws(Defect) {
        let id = try claims.parsed("id", as: "a key ID") { KeyID($0) }
        let limit = Int64(UInt16.max)
        self.init(
            id: id,
            vendorID: UInt16(
                try claims.required("vendorID", claims.integer("vendorID", in: 0...limit))),
            productID: UInt16(
                try claims.required("productID", claims.integer("productID", in: 0...limit))),
            name: try claims.text("name"), port: try claims.text("port"),
            assurance: id?.assurance,
            state: try claims.required("state", claims.word("state", KeyState.self)))
        model = try claims.parsed("model", as: "an AAGUID") { AAGUID($0) }
        provesItself = try claims.flag("provesItself")
        isSentinel = try claims.flag("sentinel")
        refusesToProve = try claims.flag("refusesToProve")
    }

    package var json: JSONObject {
        JSONObject([
            "id": id.map { .string($0.description) },
            "vendorID": .integer(Int64(vendorID)), "productID": .integer(Int64(productID)),
            "name": .string(name), "port": .string(port), "state": .string(state.rawValue),
            "model": model.map { .string($0.description) },
            "provesItself": .bool(provesItself), "sentinel": .bool(isSentinel),
            "refusesToProve": .bool(refusesToProve),
        ])
    }
}

extension Claims {
    /// A member that is `true` or `false`; one that is not there is `false`.
    fileprivate func flag(_ name: String) throws(Defect) -> Bool {
        switch object[name] {
        case nil: return false
        case .bool(let value)?: return value
        default: throw .claim(name, expected: "true or false")
        }
    }
}
