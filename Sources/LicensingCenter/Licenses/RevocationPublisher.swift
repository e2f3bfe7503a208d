import FoundationEssentials
import LicenseBinding
import Synchronization

/// Signs the list of what is withdrawn, once for each state of it and day.
final class RevocationPublisher: Sendable {
    /// How long a list is the newest, unless something is withdrawn.
    private static let (term, renewal): (TimeInterval, TimeInterval) = (7 * 86400, 86400)

    private struct Signed {
        let sequence: Int64
        let time: Date
        let file: String
    }

    private let publisher: String
    private let issuer: LicenseIssuer
    private let last = Mutex<Signed?>(nil)

    init(publisher: String, issuer: LicenseIssuer) {
        self.publisher = publisher
        self.issuer = issuer
    }

    /// The list of this number, if it was signed not long ago.
    func file(of sequence: Int64, at time: Date) -> String? {
        last.withLock { last in
            guard let last, last.sequence == sequence,
                last.time...(last.time + Self.renewal) ~= time
            else { return nil }
            return last.file
        }
    }

    func sign(_ state: RevocationState, at time: Date) throws -> String {
        let file = try issuer.file(
            of: RevocationList(
                publisher: publisher, sequence: state.sequence, issuedAt: time,
                nextUpdate: time + Self.term, licenses: state.licenses,
                keys: Set(state.keys.map(\.description)), successors: state.successors))
        last.withLock { $0 = Signed(sequence: state.sequence, time: time, file: file) }
        return file
    }
}
