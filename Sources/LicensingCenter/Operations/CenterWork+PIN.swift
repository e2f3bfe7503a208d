import CenterProtocol
import FoundationEssentials
import LicenseBinding

/// A PIN that exists, with the kit that it is of.
struct KnownPIN {
    var record: PINRecord
    let kit: Kit
    /// What the person should know of it.
    let notes: [String]
}

extension CenterWork {
    /// Looks a PIN up. One that is unknown, and one of another kit, take the same steps and get the same answer, but
    /// for a PIN that only stands in the wrong kind of kit: its digits say which kit is meant.
    func known(_ pin: PIN, of registration: RegistrationNumber) throws -> KnownPIN {
        let named = try transaction.kit(registration)
        let record = try transaction.pin(center.secrets.hash(of: pin))
        if let named, let record, record.kit == registration {
            return KnownPIN(record: record, kit: named, notes: [])
        }
        let own = try transaction.kit(record?.kit ?? registration)
        guard let named, let record, let own else { throw CenterRefusal.pinUnknown }
        guard own.kind != named.kind else { throw CenterRefusal.pinUnknown }
        let kind = own.kind == .basic ? "the basic kit" : "the kit"
        return KnownPIN(
            record: record, kit: own,
            notes: [
                "This PIN of \(own.kind.rawValue) digits is of \(kind) \(own.registration), not of "
                    + "\(registration), whose PINs have \(named.kind.rawValue). The license is for "
                    + "\(own.registration)."
            ])
    }

    /// The PINs that a workplace has left.
    func backupsLeft(_ kit: RegistrationNumber, workplace: Int) throws -> Int {
        try transaction.pins(of: kit, workplace: workplace)
            .count { $0.position.isBackup && $0.state == .unused }
    }

    /// Whether the license of a workplace was lost with the storage: its PIN is active, and nobody has revoked anything.
    func hasLost(_ kit: RegistrationNumber, workplace: Int) throws -> Bool {
        try transaction.pins(of: kit, workplace: workplace).contains { $0.state == .active }
            && !transaction.licenses(of: kit, workplace: workplace).contains {
                $0.state == .revoked
            }
    }

    /// Whether none of a workplace's PINs was ever used.
    func isUntouched(_ kit: RegistrationNumber, workplace: Int) throws -> Bool {
        try transaction.pins(of: kit, workplace: workplace)
            .allSatisfy { $0.state == .unused || $0.state == .canceled }
    }

    func cancelMain(_ kit: RegistrationNumber, workplace: Int) throws {
        let pins = try transaction.pins(of: kit, workplace: workplace)
        guard let main = pins.first(where: { $0.position == .main }), main.state == .unused else {
            return
        }
        try cancel(main)
    }

    func cancel(_ pin: PINRecord) throws {
        var pin = pin
        pin.state = .canceled
        try transaction.update(pin)
        try note("pin.canceled", pin.place.json)
    }

    /// Makes a PIN the active one of its workplace, on this computer.
    func activate(_ pin: PINRecord, on computer: String) throws {
        try transaction.supersedePINs(of: pin.kit, workplace: pin.workplace)
        var pin = pin
        (pin.state, pin.computer, pin.since) = (.active, computer, time)
        try transaction.update(pin)
    }

    /// Compares whom the kit was sold to, or keeps it when it is told for the first time.
    /// - Returns: whom it was sold to.
    func check(_ licensee: LicenseeData, of kit: Kit) throws -> LicenseeData {
        guard let known = try transaction.licensee(of: kit.registration) else {
            guard !LicenseeRule.plain(licensee["name"] ?? "").isEmpty else {
                throw CenterRefusal.licensee(.missing(field: "name"))
            }
            try transaction.set(licensee, of: kit.registration)
            return licensee
        }
        if let difference = LicenseeRule.difference(of: licensee, from: known) {
            throw CenterRefusal.licensee(difference)
        }
        return known
    }
}
