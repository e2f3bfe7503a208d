import CenterProtocol
import FoundationEssentials
import GRDB
import LicenseBinding
import LicensingCenter

/// Why a row is none of ours.
struct RowDefect: Error {
    let column: String
}

extension Row {
    /// The bytes of a blob or a text.
    func bytes(_ column: String) -> [UInt8] {
        let data: Data? = self[column]
        return data.map { Array($0) } ?? []
    }

    func date(_ column: String) -> Date {
        Date(timeIntervalSince1970: TimeInterval(self[column] as Int64))
    }

    func parsed<Value>(_ column: String, _ convert: (String) -> Value?) throws -> Value {
        guard let value = convert(self[column]) else { throw RowDefect(column: column) }
        return value
    }
}

extension JSONObject {
    var text: String { JSONValue.object(self).compact }
}

extension [UInt8] {
    var data: Data { Data(self) }
}

extension Kit {
    private static let products = Memo { try Product($0) }
    private static let rules = Memo { try KitRule($0) }
    private static let allTerms = Memo { try KitTerms($0) }

    init(_ row: Row) throws {
        guard let kind = PIN.Kind(rawValue: row["digits"]) else {
            throw RowDefect(column: "digits")
        }
        self.init(
            registration: try row.parsed("registration") { RegistrationNumber($0) },
            product: try Self.products.value(of: row["content"]), workplaces: row["workplaces"],
            kind: kind,
            created: row.date("created"),
            rule: try Self.rules.value(of: row["rule"]),
            terms: try Self.allTerms.value(of: row["terms"]))
    }
}

extension PINRecord {
    init(_ row: Row) throws {
        guard let hash = PINHash(bytes: row.bytes("hash")) else { throw RowDefect(column: "hash") }
        let since: Int64? = row["since"]
        self.init(
            hash: hash, kit: try row.parsed("kit") { RegistrationNumber($0) },
            workplace: row["workplace"],
            position: try row.parsed("position") { PINPosition(rawValue: $0) },
            state: try row.parsed("state") { PINState(rawValue: $0) }, computer: row["computer"],
            since: since.map { Date(timeIntervalSince1970: TimeInterval($0)) })
    }
}

extension LicenseRecord {
    init(_ row: Row) throws {
        let successor: String? = row["successor"]
        self.init(
            id: try row.parsed("id") { LicenseID($0) },
            kit: try row.parsed("kit") { RegistrationNumber($0) }, workplace: row["workplace"],
            kind: try row.parsed("kind") { Kind(rawValue: $0) },
            state: try row.parsed("state") { State(rawValue: $0) },
            successor: successor.flatMap { LicenseID($0) }, file: row["file"],
            issuedAt: row.date("issuedAt"), computer: row["computer"],
            operation: row["operation"], audit: row["audit"])
    }
}

extension RecordedAnswer {
    init(_ row: Row) throws {
        let challenge: Data? = row["challenge"]
        self.init(
            request: try row.parsed("id") { RequestID($0) }, body: row.bytes("body"),
            license: try row.parsed("license") { LicenseID($0) },
            notes: try Claims(parsing: row.bytes("notes")).strings("notes") ?? [],
            challenge: challenge.flatMap { Nonce(Array($0)) }, time: row.date("time"))
    }
}

extension AuditEntry {
    init(_ row: Row) throws {
        self.init(
            number: row["number"], time: row.date("time"), event: row["event"],
            content: try Claims(parsing: row.bytes("content")).object,
            previous: row.bytes("previous"), hash: row.bytes("hash"))
    }
}
