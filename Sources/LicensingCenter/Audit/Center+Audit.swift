import CenterProtocol
package import LicenseBinding

extension Center {
    /// The entries after a number, at most so many.
    package func audit(after number: Int64, atMost count: Int) async throws -> [AuditEntry] {
        try await storage.read { try $0.audit(after: number, atMost: count) }
    }

    /// Goes through the whole log, the licenses that carry its hashes, and what it says of licenses and PINs.
    /// - Parameters:
    ///   - own: the signed head that is kept with the log.
    ///   - others: older ones that were kept elsewhere.
    /// - Returns: how many entries there are.
    package func verifyAudit(against own: AuditHead?, _ others: [AuditHead]) async throws -> Int64 {
        var verification = AuditVerification(against: others + [own].compactMap(\.self))
        while true {
            let count = verification.count
            let (found, beyond) = try await storage.read { [publisher] transaction in
                let entries = try transaction.audit(after: count, atMost: 1000).map { entry in
                    (entry, try Self.defect(of: entry, transaction, publisher))
                }
                // The licenses as they are at this end of the log.
                let isEnd = entries.isEmpty
                return (entries, isEnd ? try transaction.license(afterAudit: count) : nil)
            }
            for (entry, defect) in found {
                try verification.take(entry)
                if let defect { throw defect }
            }
            if let beyond { throw AuditVerification.Defect.license(beyond) }
            if found.isEmpty { break }
        }
        try verification.finish()
        guard own != nil || verification.count == 0 else {
            throw AuditVerification.Defect.unsigned
        }
        return verification.count
    }

    /// Compares what an entry tells with what is kept.
    private static func defect(
        of entry: AuditEntry, _ transaction: any CenterTransaction, _ publisher: PublisherRoot
    ) throws -> AuditVerification.Defect? {
        let claims = Claims(entry.content)
        let license = try claims.string("license").flatMap { LicenseID($0) }
        switch entry.event {
        case "license.issued":
            guard let license else { return .changed(entry.number) }
            guard try carries(license, entry.hash, transaction, publisher) else {
                return .license(license)
            }
            return try ended(claims, transaction) ?? used(claims, transaction)
        case "license.revoked":
            guard let license else { return .changed(entry.number) }
            return try transaction.license(license)?.state == .active ? .ended(license) : nil
        default: return nil
        }
    }

    /// Whether a license is there and carries the hash of its entry.
    private static func carries(
        _ id: LicenseID, _ hash: [UInt8], _ transaction: any CenterTransaction,
        _ publisher: PublisherRoot
    ) throws -> Bool {
        guard let record = try transaction.license(id) else { return false }
        // What cannot be read is none of ours.
        if record.isByPhone { return (try? record.phoneAnswer)?.audit == hash }
        var reader = DocumentReader(trusting: [publisher])
        guard let license = try? reader.license(Array(record.file.utf8)) else { return false }
        return license.others["audit"] == .string(Base64URL.encode(hash))
    }

    /// A license that was replaced, and holds all the same.
    private static func ended(
        _ claims: Claims, _ transaction: any CenterTransaction
    ) throws -> AuditVerification.Defect? {
        let replaced = try claims.strings("supersedes") ?? []
        let holding = try replaced.compactMap { LicenseID($0) }
            .first { try transaction.license($0)?.state == .active }
        return holding.map { .ended($0) }
    }

    /// A PIN that was used, and is unused all the same.
    private static func used(
        _ claims: Claims, _ transaction: any CenterTransaction
    ) throws -> AuditVerification.Defect? {
        guard let position = try claims.word("pin", PINPosition.self),
            let kit = try claims.string("registration").flatMap({ RegistrationNumber($0) }),
            let workplace = try claims.integer("workplace", in: 1...1_000_000).map({ Int($0) })
        else { return nil }
        let isUnused = try transaction.pins(of: kit, workplace: workplace)
            .contains { $0.position == position && $0.state == .unused }
        return isUnused ? .pin(kit, workplace: workplace, position) : nil
    }
}
