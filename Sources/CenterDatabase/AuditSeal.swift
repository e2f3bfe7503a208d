package import FoundationEssentials
package import LicenseBinding

/// Signs where the audit log ends, and knows its own signature again.
package struct AuditSeal: Sendable {
    private let issuer: LicenseIssuer
    private let publisher: PublisherRoot
    private let clock: @Sendable () -> Date

    package init(
        by issuer: LicenseIssuer, of publisher: PublisherRoot,
        at clock: @escaping @Sendable () -> Date
    ) {
        self.issuer = issuer
        self.publisher = publisher
        self.clock = clock
    }

    /// The signed head of a log that has so many entries, the last one with this hash.
    func head(count: Int64, hash: [UInt8]) throws -> (file: String, head: AuditHead) {
        let head = AuditHead(
            publisher: publisher.publisher, time: clock(), count: count, hash: hash)
        return (try issuer.file(of: head), head)
    }

    /// Reads a head, which must be by this publisher.
    func open(_ head: String) throws -> AuditHead {
        var reader = DocumentReader(trusting: [publisher])
        return try reader.auditHead(Array(head.utf8))
    }
}
