import CenterProtocol
package import FoundationEssentials
import LicenseBinding

/// What a restored center is told.
package struct Reconciliation: Hashable, Sendable {
    /// How many PINs were not known as used.
    package var pins = 0
    /// How many events were of kits or PINs that this center does not know any more.
    package var unknown = 0
}

extension Center {
    /// When the storage was brought back from a backup that nobody has reconciled yet.
    package func restored() async throws -> Date? {
        try await storage.read { try $0.restored() }
    }

    /// Takes note of what happened after the backup was made, and gives licenses again.
    /// - Parameter events: in the order in which they happened.
    package func reconcile(_ events: [LostEvent]) async throws -> Reconciliation {
        let time = clock()
        return try await storage.write { [self] transaction in
            let work = CenterWork(center: self, transaction: transaction, time: time)
            guard try transaction.restored() != nil else { throw OfficeRefusal.notRestored }
            var result = Reconciliation()
            for event in events { try work.repeat(event, &result) }
            try transaction.endRestoration()
            try transaction.raiseRevocations()
            try work.note(
                "center.reconciled",
                JSONObject([
                    "pins": .integer(Int64(result.pins)),
                    "unknown": .integer(Int64(result.unknown)),
                ]))
            return result
        }
    }
}

extension CenterWork {
    fileprivate func `repeat`(_ event: LostEvent, _ result: inout Reconciliation) throws {
        switch event {
        case .issued(let id, let pin, let replaced):
            for old in replaced { try end(old, as: .superseded, by: id) }
            if let pin { try use(pin, &result) }
        case .canceled(let kit, let workplace, let position):
            let pins = try transaction.pins(of: kit, workplace: workplace)
            guard var pin = pins.first(where: { $0.position == position }) else {
                result.unknown += 1
                return
            }
            pin.state = .canceled
            try transaction.update(pin)
        case .revoked(let id): try end(id, as: .revoked, by: nil)
        case .withdrawn(let key): try transaction.withdraw(key, at: time)
        case .operatorRemoved(let name): try transaction.remove(operator: name)
        }
    }

    /// Ends a license, if it is one of those that are known.
    private func end(
        _ id: LicenseID, as state: LicenseRecord.State, by successor: LicenseID?
    ) throws {
        guard var license = try transaction.license(id), license.state == .active else { return }
        (license.state, license.successor) = (state, successor)
        try transaction.update(license)
    }

    private func use(_ used: UsedPIN, _ result: inout Reconciliation) throws {
        let place = used.place
        let pins = try transaction.pins(of: place.registration, workplace: place.workplace)
        guard let pin = pins.first(where: { $0.position == place.position }) else {
            // A kit or a PIN that was made since: nobody can use it here.
            result.unknown += 1
            return
        }
        guard pin.state == .unused else { return }
        try activate(pin, on: used.computer)
        // Its license is lost here; those that held before hold no longer.
        for old in try holding(place.registration, workplace: place.workplace) {
            try end(old.id, as: .superseded, by: nil)
        }
        result.pins += 1
        try note(
            "pin.reconciled",
            place.json.adding(JSONObject(["computer": .string(used.computer)])))
    }
}
