import FoundationEssentials

extension License {
    init(_ claims: Claims) throws(Defect) {
        publisher = try claims.text("iss")
        issuedAt = try claims.required("iat", claims.date("iat"))
        let id = try claims.parsed("jti", as: "a license ID") { LicenseID($0) }
        self.id = try claims.required("jti", id)
        notBefore = try claims.date("nbf")
        expires = try claims.date("exp")
        kit = try claims.string("kit")
        licensee = try Licensee(claims.required("licensee", claims.claims("licensee")))
        product = try Product(claims.required("product", claims.claims("product")))
        features = try Feature.all(of: claims)
        seats = try claims.optional("seats", Seats.init)
        binding = try Binding(claims.required("binding", claims.claims("binding")))
        supersedes = []
        for text in try claims.strings("supersedes") ?? [] {
            guard let id = LicenseID(text) else {
                throw .claim("supersedes", expected: "license IDs")
            }
            supersedes.append(id)
        }
        others = claims.others(than: [
            "iss", "iat", "jti", "nbf", "exp", "kit", "licensee", "product", "features", "seats",
            "binding", "supersedes",
        ])
    }

    /// The claims as they are signed.
    package var json: JSONObject {
        let own = JSONObject([
            "iss": .string(publisher), "iat": .integer(issuedAt.seconds),
            "jti": .string(id.description), "nbf": notBefore.map { .integer($0.seconds) },
            "exp": expires.map { .integer($0.seconds) }, "kit": kit.map { .string($0) },
            "licensee": .object(licensee.json), "product": .object(product.json),
            "features": features.isEmpty ? nil : .object(Feature.json(features)),
            "seats": seats.map { .object($0.json) }, "binding": .object(binding.json),
            "supersedes": supersedes.isEmpty ? nil : .strings(supersedes.map(\.description)),
        ])
        return own.adding(others)
    }
}

extension Licensee {
    init(_ claims: Claims) throws(Defect) {
        name = try claims.text("name")
        others = claims.others(than: ["name"])
    }

    package var json: JSONObject {
        JSONObject(["name": .string(name)]).adding(others)
    }
}

extension Product {
    package init(_ claims: Claims) throws(Defect) {
        id = try claims.text("id")
        name = try claims.string("name")
        edition = try claims.string("edition")
        others = claims.others(than: ["id", "name", "edition"])
    }

    package var json: JSONObject {
        JSONObject([
            "id": .string(id), "name": name.map { .string($0) },
            "edition": edition.map { .string($0) },
        ]).adding(others)
    }
}

extension Feature {
    package static func all(of license: Claims) throws(Defect) -> [Feature] {
        guard let features = try license.claims("features") else { return [] }
        var all: [Feature] = []
        for name in features.object.names {
            let claims = try features.required(name, features.claims(name))
            all.append(
                Feature(
                    name: name, seats: try claims.integer("seats", in: Seats.range).map { Int($0) },
                    expires: try claims.date("exp"), others: claims.others(than: ["seats", "exp"])))
        }
        return all
    }

    package static func json(_ features: [Feature]) -> JSONObject {
        var object = JSONObject()
        for feature in features {
            let own = JSONObject([
                "seats": feature.seats.map { .integer(Int64($0)) },
                "exp": feature.expires.map { .integer($0.seconds) },
            ])
            object[feature.name] = .object(own.adding(feature.others))
        }
        return object
    }
}

extension Seats {
    static let range: ClosedRange<Int64> = 1...1_000_000

    package init(_ claims: Claims) throws(Defect) {
        count = Int(try claims.required("count", claims.integer("count", in: Self.range)))
        per = try claims.word("per", Unit.self) ?? .session
        others = claims.others(than: ["count", "per"])
    }

    package var json: JSONObject {
        JSONObject(["count": .integer(Int64(count)), "per": .string(per.rawValue)])
            .adding(others)
    }
}
