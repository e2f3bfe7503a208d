package import Crypto
package import FoundationEssentials
package import KeyAttestation
package import LicenseBinding

/// A publisher's licensing center: what it does with requests, whatever channel they come by.
package struct Center: Sendable {
    let storage: any CenterStorage
    package let publisher: PublisherRoot
    let issuer: LicenseIssuer
    /// When the issuer's certificate ends.
    let signsUntil: Date
    /// What signs answers by phone, if anything does.
    let phone: PhoneIssuer?
    let secrets: CenterSecrets
    /// Which FIDO2 keys are taken.
    let policy: AttestationPolicy
    let clock: @Sendable () -> Date
    let random: @Sendable (Int) -> [UInt8]
    private let list: RevocationPublisher
    /// The most successors in a list, the newest ones, so that sites take it whatever has happened before.
    private static let mostSuccessors = 100_000

    package init(
        storage: any CenterStorage, publisher: PublisherRoot, issuer: LicenseIssuer,
        signsUntil: Date, phone: PhoneIssuer? = nil, secret: SymmetricKey,
        policy: AttestationPolicy, clock: @escaping @Sendable () -> Date,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.storage = storage
        self.publisher = publisher
        self.issuer = issuer
        self.signsUntil = signsUntil
        self.phone = phone
        secrets = CenterSecrets(secret)
        self.policy = policy
        self.clock = clock
        self.random = random
        list = RevocationPublisher(publisher: publisher.publisher, issuer: issuer)
    }

    /// Makes sure that the storage's PINs are hashed under this center's secret, which a new storage takes on.
    package func claimStorage() async throws {
        let mark = secrets.mark
        let known = try await storage.read { try $0.secretMark() }
        if known == nil { try await storage.write { try $0.set(secretMark: mark) } }
        guard known?.isEqualInConstantTime(to: mark) ?? true else {
            throw OfficeRefusal.otherSecret
        }
        try await completeSheets()
    }

    /// The list of what is withdrawn, signed; nothing if the asker knows the newest.
    package func revocations(after known: Int64? = nil) async throws -> String? {
        try await revocations(
            storage.read { try $0.revocationSequence() }, after: known)
    }

    /// - Parameter sequence: the number of the newest list.
    func revocations(_ sequence: Int64, after known: Int64?) async throws -> String? {
        if let known, known >= sequence { return nil }
        return try await list.file(of: sequence, at: clock()) { [storage] in
            try await storage.read { try $0.revocations(successors: Self.mostSuccessors) }
        }
    }

    /// The time, as an answer to a nonce.
    package func statement(answering nonce: Nonce) throws -> String {
        try issuer.statement(
            TimeStatement(publisher: publisher.publisher, time: clock(), nonce: nonce))
    }
}
