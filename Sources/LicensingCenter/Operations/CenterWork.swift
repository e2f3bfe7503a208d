import CenterProtocol
import FoundationEssentials
import LicenseBinding

/// One transaction of a center: what an operation knows and may do.
struct CenterWork {
    let center: Center
    let transaction: any CenterTransaction
    let time: Date
    /// How the request came.
    var channel = Channel.network

    /// The licenses of a workplace that hold, emergency ones too.
    func holding(_ kit: RegistrationNumber, workplace: Int) throws -> [LicenseRecord] {
        try transaction.licenses(of: kit, workplace: workplace).filter { $0.state == .active }
    }

    /// The claims of a license of ours.
    func license(_ record: LicenseRecord) throws -> License {
        guard !record.isByPhone else { throw CenterRefusal.bindingUnseen(record.id) }
        var reader = DocumentReader(trusting: [center.publisher])
        return try reader.license(Array(record.file.utf8)).license
    }

    /// What an operation comes to.
    struct Outcome {
        let license: LicenseRecord
        var notes: [String] = []
    }

    /// What a new license is.
    struct Issue {
        let kit: Kit
        let workplace: Int
        let operation: String
        var kind = LicenseRecord.Kind.standard
        let binding: Binding
        var expires: Date?
        /// The licenses that it takes the place of.
        var replacing: [LicenseRecord] = []
        /// Whom it is for, where that was looked up already.
        var licensee: LicenseeData?
        /// The PIN that it makes the active one of its workplace.
        var pin: PINRecord?
    }

    /// Signs a license, keeps it with its audit entry, and ends those that it replaces.
    func issue(_ issue: Issue, for head: RequestHead) throws -> LicenseRecord {
        guard center.signsUntil > time else { throw CenterRefusal.issuerExpired }
        guard
            let licensee = try issue.licensee ?? transaction.licensee(of: issue.kit.registration)
        else {
            throw CenterRefusal.nothingToRecover
        }
        var license = License(
            publisher: center.publisher.publisher, issuedAt: time,
            id: LicenseID(random: center.random(20)), licensee: Licensee(licensee),
            product: issue.kit.product, binding: issue.binding)
        license.kit = issue.kit.registration.description
        license.expires = issue.expires
        license.take(issue.kit.terms)
        if !license.hasSeats || license.binding.signsAlways { license.binding.seatServer = nil }
        license.supersedes = issue.replacing.map(\.id)
        let entry = try note(
            "license.issued",
            JSONObject([
                "license": .string(license.id.description),
                "registration": .string(issue.kit.registration.description),
                "workplace": .integer(Int64(issue.workplace)),
                "operation": .string(issue.operation), "request": .string(head.id.description),
                "computer": .string(head.computer),
                "keys": .strings(issue.binding.keys.map(\.id.description)),
                "seatServer": license.binding.seatServer.map { .string($0.thumbprint) },
                "pin": issue.pin.map { .string($0.position.rawValue) },
                "supersedes": .strings(license.supersedes.map(\.description)),
            ]))
        license.others["audit"] = .string(Base64URL.encode(entry.hash))
        let record = LicenseRecord(
            id: license.id, kit: issue.kit.registration, workplace: issue.workplace,
            kind: issue.kind, file: try center.issuer.file(of: license), issuedAt: time,
            computer: head.computer, operation: issue.operation, audit: entry.number)
        guard record.file.utf8.count <= DocumentType.license.limit else {
            throw CenterRefusal.bindingUnfit("A license with so many parts would be too large.")
        }
        try add(record, replacing: issue.replacing, by: issue.pin)
        return record
    }

    /// Keeps a license, makes its PIN the active one, and ends the licenses that it replaces.
    func add(_ record: LicenseRecord, replacing: [LicenseRecord], by pin: PINRecord?) throws {
        try transaction.add(record)
        if let pin { try activate(pin, on: record.computer) }
        for var old in replacing {
            (old.state, old.successor) = (.superseded, record.id)
            try transaction.update(old)
        }
        if !replacing.isEmpty { try transaction.raiseRevocations() }
    }

    /// Adds a line to the audit log.
    @discardableResult
    func note(_ event: String, _ content: JSONObject) throws -> AuditEntry {
        let entry = AuditEntry(
            after: try transaction.lastAudit(), time: time, event: event, content: content)
        try transaction.append(entry)
        return entry
    }
}

extension Licensee {
    fileprivate init(_ data: LicenseeData) {
        var others = data.json
        others["name"] = nil
        if let country = data["country"] { others["country"] = .string(Country.code(of: country)) }
        self.init(name: data["name"] ?? "", others: others)
    }
}
