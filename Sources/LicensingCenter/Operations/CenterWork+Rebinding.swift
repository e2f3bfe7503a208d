import CenterProtocol
import FoundationEssentials
import LicenseBinding

extension CenterWork {
    /// A license bound otherwise than before.
    func rebinding(_ request: BindingRequest) throws -> Outcome {
        let (record, license, backup) = try authorized(request)
        guard let kit = try transaction.kit(record.kit) else { throw CenterRefusal.unproven }
        // A backup PIN that is used up is limit enough.
        if backup == nil, Self.limited.contains(request.change.name.rawValue) {
            try checkLimit(kit, workplace: record.workplace)
        }
        let old = try holding(record.kit, workplace: record.workplace)
        let binding = try binding(after: request.change, license, record, kit)
        // A key that only shows a number was bound without a proof: it may be a stranger's.
        if case .replace(let lost, _) = request.change, lost.assurance == .signed {
            try transaction.withdraw(lost, at: time)
            try note("key.withdrawn", JSONObject(["key": .string(lost.description)]))
        }
        // An emergency ends when the license has its keys again.
        let ended = old.filter { $0.kind == .emergency || $0.id == record.id }
        let new = try issue(
            Issue(
                kit: kit, workplace: record.workplace, operation: request.change.name.rawValue,
                binding: binding, replacing: ended, pin: backup), for: request.head)
        return Outcome(license: new)
    }

    /// Counts how often a workplace was bound anew within a year: a computer that stays offline keeps its old license.
    func checkLimit(_ kit: Kit, workplace: Int) throws {
        let count = try transaction.licenses(of: kit.registration, workplace: workplace)
            .count { Self.limited.contains($0.operation) && $0.issuedAt > time - .year }
        guard count < kit.rule.rebindsPerYear else {
            throw CenterRefusal.rebindLimit(kit.rule.rebindsPerYear)
        }
    }

    static let recoveryByKey = "recovery-by-key"
    /// By the same key, whose seats another server grants from now on.
    static let recoveryOnServer = "recovery-on-server"

    /// After each of them one key, computer or server more may have a license.
    private static let limited: Set<String> = [
        BindingRequest.Change.Name.bind.rawValue, BindingRequest.Change.Name.addSpare.rawValue,
        BindingRequest.Change.Name.replaceKey.rawValue, recoveryByKey,
        recoveryOnServer,
    ]

    /// Whoever has what the license is bound to may bind it otherwise, or whoever has a PIN of its workplace: the
    /// active one, and in place of a lost key an unused backup PIN, which is then the active one.
    private func authorized(
        _ request: BindingRequest
    ) throws -> (record: LicenseRecord, license: License, backup: PINRecord?) {
        let pin: PIN
        switch request.authority {
        case .anchor(let part):
            let (record, license) = try proven(
                request.license, of: request.head.registration, by: part, for: request.asked,
                takingDevice: true)
            return (record, license, nil)
        case .pin(let given): pin = given
        }
        let known = try known(pin, of: request.head.registration)
        guard let record = try transaction.license(request.license),
            (record.kit, record.workplace) == (known.record.kit, known.record.workplace)
        else { throw CenterRefusal.pinUnknown }
        guard record.state == .active else {
            throw CenterRefusal.licenseEnded(record.id, successor: record.successor)
        }
        let left = try backupsLeft(record.kit, workplace: record.workplace)
        switch (known.record.state, request.change) {
        case (.canceled, _): throw CenterRefusal.pinCanceled
        case (.superseded, _): throw CenterRefusal.pinSuperseded(backupsLeft: left)
        case (.unused, .replace) where known.record.position.isBackup:
            return (record, try license(record), known.record)
        case (_, .replace):
            throw left == 0
                ? CenterRefusal.backupsUsedUp : CenterRefusal.backupNeeded(backupsLeft: left)
        case (.unused, _): throw CenterRefusal.pinUnused
        case (.active, _): break
        }
        let license = try license(record)
        // Else a lost FIDO2 key would be replaced without a backup PIN, and not be withdrawn.
        if case .bind = request.change, !license.binding.credentials.isEmpty {
            throw CenterRefusal.keyProofNeeded
        }
        return (record, license, nil)
    }

    private func binding(
        after change: BindingRequest.Change, _ license: License, _ record: LicenseRecord,
        _ kit: Kit
    ) throws -> Binding {
        var binding = license.binding
        switch change {
        case .bind(let key):
            let spares = binding.keys.filter { $0.role == .spare }
            binding.keys = [try bound(key, as: .primary, beside: spares, of: kit)] + spares
            if binding.mode == .machine { (binding.mode, binding.machine) = (.key, nil) }
        case .addSpare(let key):
            guard binding.mode.hasKeys else {
                throw CenterRefusal.bindingUnfit(
                    "The license is bound to the computer alone. Bind it to a key first: keybound "
                        + "license bind")
            }
            binding.keys.append(try bound(key, as: .spare, beside: binding.keys, of: kit))
        case .promote(let id):
            guard binding.keys.contains(where: { $0.id == id && $0.role == .spare }) else {
                throw CenterRefusal.bindingUnfit("\(id) is no spare key of the license.")
            }
            binding.keys = binding.keys.map { $0.with($0.id == id ? .primary : .spare) }
                .sorted { $0.role == .primary && $1.role == .spare }
        case .undoPromotion:
            let days = kit.rule.undoDays
            guard record.operation == BindingRequest.Change.Name.promote.rawValue,
                time <= record.issuedAt + TimeInterval(days) * .day,
                let before = try transaction.licenses(of: record.kit, workplace: record.workplace)
                    .first(where: { $0.successor == record.id && $0.kind == .standard })
            else { throw CenterRefusal.nothingToUndo(days: days) }
            binding = try self.license(before).binding
        case .replace(let lost, let key):
            guard let place = binding.keys.firstIndex(where: { $0.id == lost }) else {
                throw CenterRefusal.bindingUnfit("\(lost) is no key of the license.")
            }
            let others = binding.keys.filter { $0.id != lost }
            binding.keys[place] = try bound(
                key, as: binding.keys[place].role, beside: others, of: kit)
        }
        binding.quorum = min(binding.quorum, max(binding.keys.count, 1))
        return binding
    }
}

extension BoundKey {
    fileprivate func with(_ role: Role) -> BoundKey {
        credential.map { BoundKey($0, role: role) }
            ?? BoundKey(id: id, role: role, assurance: assurance, others: others)
    }
}

extension TimeInterval {
    static let day: TimeInterval = 86400
    static let year: TimeInterval = 365 * day
}
