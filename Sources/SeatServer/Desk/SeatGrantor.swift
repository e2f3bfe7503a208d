import FoundationEssentials
import LicenseBinding
import SeatAllocation
import SeatProtocol

/// Signs the grants of a server.
struct SeatGrantor: Sendable {
    private let key: any SigningKey
    private let header: String

    init(key: any SigningKey) {
        self.key = key
        header = SeatGrant.header(of: key.publicKey)
    }

    /// A grant as long as its lease, but none that outlives its delegation.
    func receipt(
        for lease: SeatLease, under delegation: SeatDelegation, at time: Date
    ) throws -> SeatReceipt {
        let rest = delegation.content.until.timeIntervalSince(time)
        let seconds = min((lease.until - .now).components.seconds, Int64(rest))
        let grant = SeatGrant(
            SeatGrant.Seat(lease, of: delegation.content.license), seconds: Int(max(1, seconds)),
            assurance: delegation.word.assurance)
        let license = delegation.content.license
        return SeatReceipt(
            lease: lease.id, grant: try grant.signed(by: key, under: header),
            expires: time + TimeInterval(grant.seconds),
            chain: "\(SeatPath.chain)/\(license)?from=\(delegation.content.from.seconds)")
    }
}

extension SeatGrant.Seat {
    init(_ lease: SeatLease, of license: LicenseID) {
        self.init(
            lease: lease.id, license: license, feature: lease.pool.feature,
            user: lease.holder.user, host: lease.holder.host, secretHash: lease.secretHash)
    }
}
