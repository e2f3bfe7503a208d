import FoundationEssentials
import LicenseBinding

/// Signs the list of what is withdrawn, once for each state of it and day, however many ask at once.
actor RevocationPublisher {
    /// How long a list is the newest, unless something is withdrawn.
    private static let (term, renewal): (TimeInterval, TimeInterval) = (7 * 86400, 86400)

    private struct Signed {
        let sequence: Int64
        let time: Date
        let file: String
    }

    private let publisher: String
    private let issuer: LicenseIssuer
    private var last: Signed?
    private var work: Task<Signed, any Error>?

    init(publisher: String, issuer: LicenseIssuer) {
        self.publisher = publisher
        self.issuer = issuer
    }

    /// A list that has this number, or a higher one.
    /// - Parameter state: reads what is withdrawn now.
    func file(
        of sequence: Int64, at time: Date,
        reading state: @escaping @Sendable () async throws -> RevocationState
    ) async throws -> String {
        while true {
            if let last, last.sequence >= sequence,
                abs(time.timeIntervalSince(last.time)) <= Self.renewal
            {
                return last.file
            }
            let task = work ?? Task { try sign(await state(), at: time) }
            work = task
            defer { if work == task { work = nil } }
            last = try await task.value
        }
    }

    private func sign(_ state: RevocationState, at time: Date) throws -> Signed {
        let file = try issuer.file(
            of: RevocationList(
                publisher: publisher, sequence: state.sequence, issuedAt: time,
                nextUpdate: time + Self.term, licenses: state.licenses,
                keys: Set(state.keys.map(\.description)), successors: state.successors))
        return Signed(sequence: state.sequence, time: time, file: file)
    }
}
