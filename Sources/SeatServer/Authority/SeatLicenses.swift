import FileSystem
import FoundationEssentials
import LicenseBinding
import LicenseStore
import SeatAllocation
import Synchronization

/// The licenses of a store that have seats, each with what its key has said.
final class SeatLicenses: Sendable {
    private struct State {
        /// By the IDs of their licenses.
        var authorities: [String: SeatAuthority] = [:]
        /// For each product its licenses, the newest first.
        var products: [String: [SeatAuthority]] = [:]
    }

    private let state = Mutex(State())

    init() {}

    func authorities(of product: String) -> [SeatAuthority] {
        state.withLock { $0.products[product] ?? [] }
    }

    func authority(of license: String) -> SeatAuthority? {
        state.withLock { $0.authorities[license] }
    }

    var all: [SeatAuthority] { state.withLock { Array($0.authorities.values) } }

    /// Reads the store anew.
    /// - Returns: the pools that there are now, and the licenses that were replaced, each with its successor.
    func read(
        _ store: LicenseStore, at moment: Moment = .now()
    ) -> (pools: [SeatPool], successors: [String: String]) {
        let contents = StoreContents(of: store)
        var found: [(path: String, license: SignedLicense)] = []
        var successors: [String: String] = [:]
        var refusals: [LicenseID: [Refusal]] = [:]
        for entry in contents.licenses {
            let license = entry.license
            for old in license.supersedes { successors[old.description] = license.id.description }
            guard license.isServed else { continue }
            let evidence = store.evidence(on: license, in: contents, at: moment)
            let reasons = LicenseVerifier.refusals(ofContentOf: license, given: evidence)
            // Its seats are its successor's.
            if reasons.contains(where: \.isSuccession) { continue }
            refusals[license.id] = reasons
            found.append(entry)
        }
        state.withLock { state in
            var authorities: [String: SeatAuthority] = [:]
            for (path, license) in found {
                let name = license.id.description
                let known = state.authorities[name]
                let authority =
                    known?.license == license ? known : Self.authority(license, at: path)
                authorities[name] = authority
                authority?.judge(refusals[license.id] ?? [])
            }
            state.authorities = authorities
            state.products = Dictionary(grouping: authorities.values) { $0.license.product.id }
                .mapValues { list in
                    list.sorted {
                        ($1.license.issuedAt, $0.license.id.description)
                            < ($0.license.issuedAt, $1.license.id.description)
                    }
                }
        }
        return (found.flatMap { $0.license.pools }, successors)
    }

    private static func authority(_ license: SignedLicense, at path: String) -> SeatAuthority? {
        // What was read a moment ago and is gone now is no license.
        guard let bytes = try? NamedFile.read(path, atMost: DocumentType.license.limit) else {
            return nil
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return SeatAuthority(license, text: text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }
}

extension License {
    /// Whether a server can grant seats of it: one of its keys can speak for all of them.
    fileprivate var isServed: Bool {
        hasSeats && (binding.mode == .key || binding.mode == .keyOrMachine)
            && binding.quorum == 1
    }

    fileprivate var pools: [SeatPool] {
        let unit = seats?.per ?? .session
        func pool(_ feature: String?, _ count: Int) -> SeatPool {
            SeatPool(
                SeatPool.ID(license: id.description, feature: feature), of: product.id,
                seats: count, per: unit, grace: binding.grace.seat)
        }
        return (seats.map { [pool(nil, $0.count)] } ?? [])
            + features.compactMap { feature in feature.seats.map { pool(feature.name, $0) } }
    }
}

extension Refusal {
    fileprivate var isSuccession: Bool { if case .superseded = self { true } else { false } }
}
