import LicenseBinding

extension Center {
    /// The entries after a number, at most so many.
    package func audit(after number: Int64, atMost count: Int) async throws -> [AuditEntry] {
        try await storage.read { try $0.audit(after: number, atMost: count) }
    }

    /// Signs where a log ends.
    package func head(count: Int64, hash: [UInt8]) throws -> String {
        try issuer.file(
            of: AuditHead(
                publisher: publisher.publisher, time: clock(), count: count, hash: hash))
    }
}
