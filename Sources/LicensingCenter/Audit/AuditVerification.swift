package import CenterProtocol
package import LicenseBinding

/// Goes through an audit log from its beginning.
package struct AuditVerification: Sendable {
    /// Why a log is not whole.
    package enum Defect: Error, Hashable, Sendable {
        /// An entry was changed.
        case changed(Int64)
        /// Entries are missing or stand elsewhere: this one was found where that one was expected.
        case order(found: Int64, expected: Int64)
        /// The entry does not follow the one before it.
        case link(Int64)
        /// The log is shorter than its signed head says.
        case cut(count: Int64, expected: Int64)
        /// The log is another one than that whose head was signed.
        case rewritten(Int64)
        /// A license carries the hash of an entry that is not in the log.
        case license(LicenseID)
        /// A license holds whose end is in the log.
        case ended(LicenseID)
        /// A PIN is unused whose use is in the log.
        case pin(RegistrationNumber, workplace: Int, PINPosition)
        /// There are entries, and no signed head.
        case unsigned
    }

    package private(set) var count: Int64 = 0
    package private(set) var last = AuditEntry.origin
    /// The hashes that are looked for, by the numbers of their entries.
    private let heads: [AuditHead]

    /// - Parameter heads: signed heads of this log, the older ones too.
    package init(against heads: [AuditHead]) {
        self.heads = heads
    }

    /// Takes the next entry.
    package mutating func take(_ entry: AuditEntry) throws(Defect) {
        guard entry.number == count + 1 else {
            throw .order(found: entry.number, expected: count + 1)
        }
        guard entry.previous == last else { throw .link(entry.number) }
        guard entry.isWhole else { throw .changed(entry.number) }
        (count, last) = (entry.number, entry.hash)
        for head in heads where head.count == count && head.hash != last {
            throw .rewritten(count)
        }
    }

    /// Makes sure that no entry is missing at the end.
    package func finish() throws(Defect) {
        if let head = heads.first(where: { $0.count > count }) {
            throw .cut(count: count, expected: head.count)
        }
    }
}
