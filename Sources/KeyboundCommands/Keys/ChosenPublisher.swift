import CommandLineFront
import KeyAttestation
import LicenseBinding
import LicenseStore
import VerdictText

/// The publisher that a key is enrolled for, and which keys it takes.
struct ChosenPublisher {
    let root: PublisherRoot
    let policy: AttestationPolicy

    /// - Parameter name: its name or its root; without one it must be the only one that is trusted.
    init(named name: String?, in store: LicenseStore) throws {
        let trust = StoreTrust(of: store)
        root = try Self.root(named: name, among: trust.publishers)
        policy = try Self.policy(of: root, store, trust)
    }

    private static func root(
        named name: String?, among trusted: [PublisherRoot]
    ) throws -> PublisherRoot {
        let roots = trusted.filter { root in
            name.map { root.publisher == $0 || root.key.thumbprint == $0 } ?? true
        }
        guard let root = roots.first else {
            throw CommandFailure(
                (name.map { "no publisher \($0) is trusted" } ?? "no publisher is trusted yet")
                    + ": keybound publisher add FILE")
        }
        guard roots.count == 1 else {
            let names = roots.map { "\($0.publisher) (\($0.key.thumbprint))" }
            throw CommandFailure(
                "for which publisher? Name one by --publisher: " + names.joined(separator: ", "))
        }
        return root
    }

    private static func policy(
        of root: PublisherRoot, _ store: LicenseStore, _ trust: StoreTrust
    ) throws -> AttestationPolicy {
        var reader = trust.reader
        let (catalog, problems) = store.catalog(of: root.key.thumbprint, readBy: &reader)
        for problem in problems { Console.note(problem.line) }
        guard let attestation = catalog?.attestation else { return AttestationPolicy() }
        do throws(Defect) {
            return try AttestationPolicy(Claims(attestation))
        } catch {
            throw CommandFailure("the publisher's catalog cannot be used: \(error.text)")
        }
    }
}
