/// What a page of the run-time holds. Its text looks like JSON and is none: a comment before, records
/// without brackets around them, HTML inside values, in some versions names and values without quotes, and
/// a comment with a status after.
package struct RuntimeAnswer: Equatable, Sendable {
    package internal(set) var records: [RuntimeRecord] = []
    /// The run-time's own status, if it tells one; 0 is good.
    package internal(set) var status: Int?

    init() {}

    /// The hardware keys of the run-time's own computer that its records tell of.
    package var keys: [RuntimeKey] {
        records.compactMap { record in
            if case .key(let key) = record.row { key } else { nil }
        }
    }

    /// Whether it says itself that nothing is missing: by its last record, or by its status.
    var isClosed: Bool { status != nil || records.last?.isLast == true }

    /// Why some bytes are no such page, or not all of one.
    package struct Malformed: Error {}

    package init(parsing bytes: [UInt8]) throws(Malformed) {
        var scanner = RuntimeScanner(bytes)
        self = try scanner.answer()
    }
}
