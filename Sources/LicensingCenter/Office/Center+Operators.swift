import FoundationEssentials
import LicenseBinding

/// Who may work with the center over its API.
extension Center {
    /// Lets somebody in.
    /// - Returns: the token, which nobody sees again.
    package func add(
        operator name: String, _ role: Operator.Role, by actor: String
    ) async throws -> String {
        let token = Base64URL.encode(random(32))
        let hash = secrets.hash(ofToken: token)
        try await office { work in
            guard try !work.transaction.operators().contains(where: { $0.name == name }) else {
                throw OfficeRefusal.operatorExists(name)
            }
            try work.transaction.add(
                Operator(name: name, role: role, created: work.time), tokenHash: hash)
            try work.note(
                "operator.added",
                JSONObject([
                    "operator": .string(name), "role": .string(role.rawValue), "by": .string(actor),
                ]))
        }
        return token
    }

    package func operators() async throws -> [Operator] {
        try await storage.read { try $0.operators() }
    }

    package func remove(operator name: String, by actor: String) async throws {
        try await office { work in
            guard try work.transaction.operators().contains(where: { $0.name == name }) else {
                throw OfficeRefusal.operatorUnknown(name)
            }
            try work.transaction.remove(operator: name)
            try work.note(
                "operator.removed",
                JSONObject(["operator": .string(name), "by": .string(actor)]))
        }
    }

    /// Whoever has this token.
    package func known(_ token: String?) async throws -> Operator? {
        guard let hash = token.map({ secrets.hash(ofToken: $0) }) else { return nil }
        return try await storage.read { try $0.operator(tokenHash: hash) }
    }

    /// Writes into the audit log that somebody may not do that.
    /// - Parameters:
    ///   - known: who it is, if his token is known.
    ///   - asked: what was asked for, as `GET /v1/operator/tickets`.
    /// - Returns: why not.
    package func turnAway(
        _ known: Operator?, needing role: Operator.Role, for asked: String, from address: String
    ) async throws -> OfficeRefusal {
        try await office { work in
            _ = try work.note(
                "operator.refused",
                JSONObject([
                    "operator": known.map { .string($0.name) }, "asked": .string(asked),
                    "address": .string(address),
                ]))
        }
        return known == nil ? .tokenUnknown : .roleNeeded(role)
    }
}
