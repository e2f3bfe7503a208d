package import CenterProtocol
package import FoundationEssentials
package import LicenseBinding

/// A PIN that was used after the backup was made.
package struct UsedPIN: Hashable, Sendable {
    package let registration: RegistrationNumber
    package let workplace: Int
    package let position: PINPosition
    package let computer: String

    package init(
        registration: RegistrationNumber, workplace: Int, position: PINPosition, computer: String
    ) {
        self.registration = registration
        self.workplace = workplace
        self.position = position
        self.computer = computer
    }

    /// What an entry of a log that was kept elsewhere tells of a PIN, if it tells of one.
    package init?(_ entry: Claims) throws(Defect) {
        guard try entry.string("event") == "license.issued",
            let content = try entry.claims("content"),
            let position = try content.word("pin", PINPosition.self)
        else { return nil }
        let registration = try content.parsed("registration", as: "a registration number") {
            RegistrationNumber($0)
        }
        let workplace = try content.integer("workplace", in: 1...Int64(Int32.max))
        self.init(
            registration: try content.required("registration", registration),
            workplace: Int(try content.required("workplace", workplace)), position: position,
            computer: try content.text("computer"))
    }
}

extension Center {
    /// When the storage was brought back from a backup that nobody has reconciled yet.
    package func restored() async throws -> Date? {
        try await storage.read { try $0.restored() }
    }

    /// Takes note of what happened after the backup was made, and gives licenses again.
    /// - Parameter used: in the order in which they were used.
    /// - Returns: how many of them were not known as used.
    package func reconcile(_ used: [UsedPIN]) async throws -> Int {
        let time = clock()
        return try await storage.write { [self] transaction in
            let work = CenterWork(center: self, transaction: transaction, time: time)
            guard try transaction.restored() != nil else { throw OfficeRefusal.notRestored }
            var count = 0
            for use in used {
                let pins = try transaction.pins(of: use.registration, workplace: use.workplace)
                guard let pin = pins.first(where: { $0.position == use.position }) else {
                    throw OfficeRefusal.pinUnknown(
                        use.registration, workplace: use.workplace, use.position)
                }
                guard pin.state == .unused else { continue }
                try work.activate(pin, on: use.computer)
                // Its license is lost here; those that it replaced hold no longer.
                for var old in try work.holding(use.registration, workplace: use.workplace) {
                    old.state = .superseded
                    try transaction.update(old)
                }
                count += 1
                try work.note(
                    "pin.reconciled",
                    JSONObject([
                        "registration": .string(use.registration.description),
                        "workplace": .integer(Int64(use.workplace)),
                        "position": .string(use.position.rawValue),
                        "computer": .string(use.computer),
                    ]))
            }
            try transaction.endRestoration()
            try work.note("center.reconciled", JSONObject(["pins": .integer(Int64(count))]))
            return count
        }
    }
}
