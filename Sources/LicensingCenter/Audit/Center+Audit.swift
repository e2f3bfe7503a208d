package import LicenseBinding

extension Center {
    /// The entries after a number, at most so many.
    package func audit(after number: Int64, atMost count: Int) async throws -> [AuditEntry] {
        try await storage.read { try $0.audit(after: number, atMost: count) }
    }

    /// Goes through the whole log, and the licenses that carry its hashes.
    /// - Parameter heads: signed heads that were kept.
    /// - Returns: how many entries there are.
    package func verifyAudit(against heads: [AuditHead]) async throws -> Int64 {
        var verification = AuditVerification(against: heads)
        while true {
            let count = verification.count
            let found = try await storage.read { [publisher] transaction in
                try transaction.audit(after: count, atMost: 1000).map { entry in
                    (entry, try Self.license(of: entry, transaction, publisher))
                }
            }
            guard !found.isEmpty else { break }
            for (entry, license) in found {
                try verification.take(entry)
                if let license, license.hash != entry.hash {
                    throw AuditVerification.Defect.license(license.id)
                }
            }
        }
        try verification.finish()
        let count = verification.count
        if let id = try await storage.read({ try $0.license(afterAudit: count) }) {
            throw AuditVerification.Defect.license(id)
        }
        return count
    }

    /// The license that an entry tells of, and the hash that it carries; one that is gone carries none.
    private static func license(
        of entry: AuditEntry, _ transaction: any CenterTransaction, _ publisher: PublisherRoot
    ) throws -> (id: LicenseID, hash: [UInt8]?)? {
        guard entry.event == "license.issued", case .string(let text)? = entry.content["license"],
            let id = LicenseID(text)
        else { return nil }
        var reader = DocumentReader(trusting: [publisher])
        guard let record = try transaction.license(id),
            let license = try? reader.license(Array(record.file.utf8)),
            case .string(let hash)? = license.license.others["audit"]
        else { return (id, nil) }
        return (id, Base64URL.decode(hash))
    }

    /// Signs where a log ends.
    package func head(count: Int64, hash: [UInt8]) throws -> String {
        try issuer.file(
            of: AuditHead(
                publisher: publisher.publisher, time: clock(), count: count, hash: hash))
    }
}
