package import CenterProtocol
import FoundationEssentials
package import LicenseBinding

/// What the publisher's people do.
extension Center {
    package func add(_ product: Product) async throws {
        try await office { work in
            guard try work.transaction.product(product.id) == nil else {
                throw OfficeRefusal.productExists(product.id)
            }
            try work.transaction.add(product)
            try work.note(
                "product.added",
                JSONObject([
                    "product": .string(product.id), "name": .optional(product.name),
                ]))
        }
    }

    /// A new kit and its PINs, which nobody sees again.
    package func createKit(
        product: String, workplaces: Int, kind: PIN.Kind, rule: KitRule = KitRule(),
        terms: KitTerms = KitTerms()
    ) async throws -> PINSheet {
        try await office { [secrets] work in
            guard let product = try work.transaction.product(product) else {
                throw OfficeRefusal.productUnknown(product)
            }
            var generator = SystemRandomNumberGenerator()
            let kit = Kit(
                registration: RegistrationNumber(using: &generator), product: product,
                workplaces: workplaces, kind: kind, created: work.time, rule: rule,
                terms: terms)
            let phone = try PhoneSheet(for: kit, in: work.transaction, using: &generator)
            let sheet = PINSheet(for: kit, phone, using: &generator)
            try work.transaction.add(
                kit,
                sheet.lines.map { line in
                    PINRecord(
                        hash: secrets.hash(of: line.pin), kit: kit.registration,
                        workplace: line.workplace, position: line.position)
                }, phone)
            try work.note(
                "kit.created",
                JSONObject([
                    "registration": .string(kit.registration.description),
                    "product": .string(product.id), "workplaces": .integer(Int64(workplaces)),
                ]))
            return sheet
        }
    }

    package func kits() async throws -> [Kit] {
        try await storage.read { try $0.kits() }
    }

    /// A kit with its PINs and licenses.
    package func kit(
        _ registration: RegistrationNumber
    ) async throws -> (kit: Kit, pins: [PINRecord], licenses: [LicenseRecord]) {
        try await storage.read { transaction in
            guard let kit = try transaction.kit(registration) else {
                throw OfficeRefusal.kitUnknown(registration)
            }
            return (
                kit, try transaction.pins(of: registration, workplace: nil),
                try transaction.licenses(of: registration, workplace: nil)
            )
        }
    }

    package func cancelPIN(
        of registration: RegistrationNumber, workplace: Int, _ position: PINPosition
    ) async throws {
        try await office { work in
            let pins = try work.transaction.pins(of: registration, workplace: workplace)
            guard let pin = pins.first(where: { $0.position == position }) else {
                throw OfficeRefusal.pinUnknown(registration, workplace: workplace, position)
            }
            guard pin.state != .canceled else { return }
            try work.cancel(pin)
        }
    }

    /// Whom a kit was sold to, once that was told.
    package func licensee(of registration: RegistrationNumber) async throws -> LicenseeData? {
        try await storage.read { try $0.licensee(of: registration) }
    }

    package func license(_ id: LicenseID) async throws -> LicenseRecord {
        try await storage.read { transaction in
            guard let license = try transaction.license(id) else {
                throw OfficeRefusal.licenseUnknown(id)
            }
            return license
        }
    }

    package func revoke(_ id: LicenseID) async throws {
        try await office { work in
            guard var license = try work.transaction.license(id) else {
                throw OfficeRefusal.licenseUnknown(id)
            }
            guard license.state != .revoked else { return }
            license.state = .revoked
            try work.transaction.update(license)
            try work.transaction.raiseRevocations()
            try work.note("license.revoked", JSONObject(["license": .string(id.description)]))
        }
    }

    func office<Value: Sendable>(
        _ work: @escaping @Sendable (CenterWork) throws -> Value
    ) async throws -> Value {
        let time = clock()
        return try await storage.write { [self] transaction in
            try work(CenterWork(center: self, transaction: transaction, time: time))
        }
    }
}

/// Why the publisher's people cannot do something.
package enum OfficeRefusal: Error, Hashable, Sendable {
    case productExists(String)
    case productUnknown(String)
    case kitUnknown(RegistrationNumber)
    case pinUnknown(RegistrationNumber, workplace: Int, PINPosition)
    case licenseUnknown(LicenseID)
    case operatorExists(String)
    case operatorUnknown(String)
    case tokenUnknown
    case roleNeeded(Operator.Role)
    case ticketUnknown(Int64)
    case ticketDecided(Int64)
    /// Which of so many workplaces a PIN is for.
    case workplaceNeeded(Int)
    /// There is nothing to reconcile.
    case notRestored
    /// The storage's PINs are hashed under another secret.
    case otherSecret
}
