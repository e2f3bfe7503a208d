import CenterProtocol
import FoundationEssentials
import GRDB
import LicenseBinding
import LicensingCenter

/// What a transaction sees and does, as rows.
struct DatabaseTransaction: CenterTransaction {
    private let db: Database

    init(_ db: Database) {
        self.db = db
    }

    func row(
        _ sql: String, _ arguments: StatementArguments
    ) throws -> Row? {
        try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    }

    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
    }

    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

// Whose PINs they are.
extension DatabaseTransaction {
    func secretMark() throws -> [UInt8]? {
        try row("SELECT secretMark FROM center", [])?.bytes("secretMark")
    }

    func restored() throws -> Date? {
        let seconds: Int64? = try row("SELECT restored FROM center", [])?["restored"]
        return seconds.map { Date(timeIntervalSince1970: TimeInterval($0)) }
    }

    func endRestoration() throws {
        try run("UPDATE center SET restored = NULL")
    }

    func set(secretMark mark: [UInt8]) throws {
        try run("INSERT OR IGNORE INTO center (id, secretMark) VALUES (1, ?)", [mark.data])
    }
}

// Products and kits.
extension DatabaseTransaction {
    func product(_ id: String) throws -> Product? {
        try row("SELECT content FROM product WHERE id = ?", [id]).map { row in
            try Product(Claims(parsing: row.bytes("content")))
        }
    }

    func add(_ product: Product) throws {
        try run(
            "INSERT INTO product (id, content) VALUES (?, ?)", [product.id, product.json.text])
    }

    private static let kit = """
        SELECT registration, workplaces, digits, created, rule, terms, content
        FROM kit JOIN product ON product.id = kit.product
        """

    func kit(_ registration: RegistrationNumber) throws -> Kit? {
        try row(Self.kit + " WHERE registration = ?", [registration.description])
            .map { try Kit($0) }
    }

    func kits() throws -> [Kit] {
        try rows(Self.kit + " ORDER BY created, registration").map { try Kit($0) }
    }

    func add(_ kit: Kit, _ pins: [PINRecord], _ sheet: PhoneSheet) throws {
        try run(
            """
            INSERT INTO kit (registration, product, workplaces, digits, created, rule, terms)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                kit.registration.description, kit.product.id, kit.workplaces, kit.kind.rawValue,
                kit.created.seconds, kit.rule.json.text, kit.terms.json.text,
            ])
        try set(sheet, of: kit.registration)
        for pin in pins { try add(pin) }
    }

    func licensee(of kit: RegistrationNumber) throws -> LicenseeData? {
        let row = try row(
            "SELECT licensee FROM kit WHERE registration = ? AND licensee IS NOT NULL",
            [kit.description])
        return try row.map { try LicenseeData(Claims(parsing: $0.bytes("licensee"))) }
    }

    func set(_ licensee: LicenseeData, of kit: RegistrationNumber) throws {
        try run(
            "UPDATE kit SET licensee = ? WHERE registration = ?",
            [licensee.json.text, kit.description])
    }
}

// PINs.
extension DatabaseTransaction {
    private static let pin =
        "SELECT hash, kit, workplace, position, state, computer, since FROM pin "

    func pin(_ hash: PINHash) throws -> PINRecord? {
        try row(Self.pin + "WHERE hash = ?", [hash.bytes.data]).map { try PINRecord($0) }
    }

    func pins(of kit: RegistrationNumber, workplace: Int?) throws -> [PINRecord] {
        let found =
            if let workplace {
                try rows(
                    Self.pin + "WHERE kit = ? AND workplace = ? ORDER BY position DESC",
                    [kit.description, workplace])
            } else {
                try rows(
                    Self.pin + "WHERE kit = ? ORDER BY workplace, position DESC",
                    [kit.description])
            }
        // The main PIN first, then its backups in their order.
        return try found.map { try PINRecord($0) }.sorted { one, other in
            (one.workplace, one.position.place) < (other.workplace, other.position.place)
        }
    }

    func add(_ pin: PINRecord) throws {
        try run(
            "INSERT INTO pin (hash, kit, workplace, position, state) VALUES (?, ?, ?, ?, ?)",
            [
                pin.hash.bytes.data, pin.kit.description, pin.workplace, pin.position.rawValue,
                pin.state.rawValue,
            ])
    }

    func update(_ pin: PINRecord) throws {
        try run(
            "UPDATE pin SET state = ?, computer = ?, since = ? WHERE hash = ?",
            [pin.state.rawValue, pin.computer, pin.since?.seconds, pin.hash.bytes.data])
    }

    func supersedePINs(of kit: RegistrationNumber, workplace: Int) throws {
        try run(
            "UPDATE pin SET state = ? WHERE kit = ? AND workplace = ? AND state = ?",
            [
                PINState.superseded.rawValue, kit.description, workplace,
                PINState.active.rawValue,
            ])
    }
}

// Licenses.
extension DatabaseTransaction {
    private static let license = """
        SELECT id, kit, workplace, kind, state, successor, file, issuedAt, computer, operation, audit
        FROM license
        """

    func license(_ id: LicenseID) throws -> LicenseRecord? {
        try row(Self.license + " WHERE id = ?", [id.description]).map { try LicenseRecord($0) }
    }

    func licenses(of kit: RegistrationNumber, workplace: Int?) throws -> [LicenseRecord] {
        let found =
            if let workplace {
                try rows(
                    Self.license + " WHERE kit = ? AND workplace = ? ORDER BY audit DESC",
                    [kit.description, workplace])
            } else {
                try rows(
                    Self.license + " WHERE kit = ? ORDER BY audit DESC", [kit.description])
            }
        return try found.map { try LicenseRecord($0) }
    }

    func license(afterAudit number: Int64) throws -> LicenseID? {
        try row("SELECT id FROM license WHERE audit > ? LIMIT 1", [number])
            .flatMap { LicenseID($0["id"]) }
    }

    func add(_ license: LicenseRecord) throws {
        try run(
            """
            INSERT INTO license (id, kit, workplace, kind, state, successor, file, issuedAt,
                computer, operation, audit) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                license.id.description, license.kit.description, license.workplace,
                license.kind.rawValue, license.state.rawValue, license.successor?.description,
                license.file, license.issuedAt.seconds, license.computer, license.operation,
                license.audit,
            ])
    }

    func update(_ license: LicenseRecord) throws {
        try run(
            "UPDATE license SET state = ?, successor = ? WHERE id = ?",
            [
                license.state.rawValue, license.successor?.description, license.id.description,
            ])
    }
}

// Requests that were answered.
extension DatabaseTransaction {
    func answer(to request: RequestID) throws -> RecordedAnswer? {
        let row = try row(
            "SELECT id, body, license, notes, challenge, time FROM request WHERE id = ?",
            [request.description])
        return try row.map { try RecordedAnswer($0) }
    }

    func record(_ answer: RecordedAnswer) throws {
        let notes = JSONObject(["notes": .strings(answer.notes)])
        try run(
            """
            INSERT INTO request (id, body, license, notes, challenge, time)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                answer.request.description, answer.body.data, answer.license.description,
                notes.text, answer.challenge?.bytes.data, answer.time.seconds,
            ])
    }

    func hasUsed(_ challenge: Nonce) throws -> Bool {
        try row("SELECT 1 FROM request WHERE challenge = ?", [challenge.bytes.data]) != nil
    }
}

// What was withdrawn.
extension DatabaseTransaction {
    func isWithdrawn(_ key: KeyID) throws -> Bool {
        try row("SELECT 1 FROM withdrawnKey WHERE id = ?", [key.description]) != nil
    }

    func revocationSequence() throws -> Int64 {
        try row("SELECT sequence FROM revocations", [])?["sequence"] ?? 0
    }

    func revocations(successors most: Int) throws -> RevocationState {
        let revoked = try rows("SELECT id FROM license WHERE state = 'revoked'")
        let licenses = revoked.compactMap { LicenseID($0["id"]) }
        var successors: [LicenseID: LicenseID] = [:]
        let replaced = try rows(
            """
            SELECT id, successor FROM license WHERE state = 'superseded' AND successor IS NOT NULL
            ORDER BY audit DESC LIMIT ?
            """, [most])
        for row in replaced {
            if let id = LicenseID(row["id"]) { successors[id] = LicenseID(row["successor"]) }
        }
        let keys = try rows("SELECT id FROM withdrawnKey").compactMap { KeyID($0["id"]) }
        return RevocationState(
            sequence: try revocationSequence(), licenses: Set(licenses), keys: Set(keys),
            successors: successors)
    }

    func withdraw(_ key: KeyID, at time: Date) throws {
        try run(
            "INSERT OR IGNORE INTO withdrawnKey (id, time) VALUES (?, ?)",
            [key.description, time.seconds])
        try raiseRevocations()
    }

    func raiseRevocations() throws {
        try run("UPDATE revocations SET sequence = sequence + 1")
    }
}

// The audit log.
extension DatabaseTransaction {
    func lastAudit() throws -> (number: Int64, hash: [UInt8]) {
        let row = try row("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", [])
        guard let row else { return (0, AuditEntry.origin) }
        return (row["number"], row.bytes("hash"))
    }

    func append(_ entry: AuditEntry) throws {
        try run(
            """
            INSERT INTO audit (number, time, event, content, previous, hash)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                entry.number, entry.time.seconds, entry.event, entry.content.text,
                entry.previous.data, entry.hash.data,
            ])
    }

    func audit(after number: Int64, atMost count: Int) throws -> [AuditEntry] {
        try rows("SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?", [number, count])
            .map { try AuditEntry($0) }
    }
}
