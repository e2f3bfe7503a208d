import FoundationEssentials
import LicenseBinding
import SeatAllocation
import SeatProtocol

// What is seen of the seats.
extension SeatDesk {
    func chain(of license: LicenseID) -> SeatChainDocument? {
        guard let authority = licenses.authority(of: license.description),
            let delegation = authority.lastDelegation
        else { return nil }
        return SeatChainDocument(license: authority.text, delegation: delegation)
    }

    /// That a key has signed the nonce of a lease.
    func proof(of id: LeaseID) throws(SeatProblem) -> NonceProof {
        guard let lease = office.lease(id),
            let authority = licenses.authority(of: lease.pool.license),
            let (delegation, path) = authority.proof(of: id)
        else {
            throw SeatProblem(
                status: 404, code: "NO_PROOF",
                detail: "No key has signed the nonce of the lease \(id) yet.", retryAfter: 60)
        }
        return NonceProof(delegation: delegation, path: path)
    }

    var pools: [PoolReport] {
        let (pools, uses) = office.look { ledger in
            let pools = ledger.allPools
            return (
                pools,
                pools.map {
                    (ledger.used($0.id), ledger.users(of: $0.id), ledger.waiting(for: $0.id))
                }
            )
        }
        return zip(pools, uses).map { pool, use in
            let authority = licenses.authority(of: pool.id.license)
            let license = authority?.license
            let feature = license?.features.first { $0.name == pool.id.feature }
            let ends = [license?.expires, feature?.expires].compactMap(\.self).min()
            return PoolReport(
                pool: pool, used: use.0, users: use.1, waiting: use.2, expires: ends?.seconds,
                assurance: authority?.lastDelegation?.word.assurance,
                obstacle: authority?.obstacle?.code)
        }.sorted {
            ($0.pool.product, $0.pool.id.license, $0.pool.id.feature ?? "")
                < ($1.pool.product, $1.pool.id.license, $1.pool.id.feature ?? "")
        }
    }

    /// Why it is not ready for claims.
    var obstacles: [String] {
        let found = licenses.all.map { ($0.license.id, $0.obstacle) }
        // Of what is granted elsewhere it is told where nothing is granted here.
        let isServer = found.contains { $1?.isElsewhere != true }
        let keys = found.compactMap { license, obstacle in
            obstacle.flatMap { obstacle in
                isServer && obstacle.isElsewhere ? nil : SeatProblem(obstacle, license).detail
            }
        }
        return (licenses.all.isEmpty ? ["There is no license with seats."] : [])
            + (office.isKeeping ? [] : ["The database cannot be written."]) + keys.sorted()
    }
}
