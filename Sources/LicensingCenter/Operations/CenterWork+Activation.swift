import CenterProtocol
import FoundationEssentials
import LicenseBinding

extension CenterWork {
    /// A first run, or a recovery by a PIN.
    func activation(_ request: ActivationRequest) throws -> Outcome {
        let pin = try known(request.pin, of: request.head.registration)
        guard pin.record.state != .canceled else { throw CenterRefusal.pinCanceled }
        switch request.operation {
        case .firstRun: return try firstRun(request, pin)
        case .recovery: return try recovery(request, pin)
        }
    }

    private func firstRun(_ request: ActivationRequest, _ pin: KnownPIN) throws -> Outcome {
        let record = pin.record
        try admitFirstRun(record)
        let licensee = try check(request.licensee, of: pin.kit)
        let license = try issue(
            Issue(
                kit: pin.kit, workplace: record.workplace,
                operation: request.operation.rawValue,
                binding: try binding(request.binding, of: pin.kit), licensee: licensee, pin: record),
            for: request.head)
        return Outcome(license: license, notes: pin.notes)
    }

    /// Makes sure that a workplace begins by this PIN.
    func admitFirstRun(_ record: PINRecord) throws {
        switch record.state {
        case .active:
            throw CenterRefusal.pinActive(computer: record.computer, since: record.since)
        case .superseded:
            throw CenterRefusal.pinSuperseded(
                backupsLeft: try backupsLeft(record.kit, workplace: record.workplace))
        case .unused where record.position.isBackup:
            // One that was given since the sheet is lost stands for the main PIN, which is good for nothing then.
            guard case .additional = record.position,
                try isUntouched(record.kit, workplace: record.workplace)
            else { throw CenterRefusal.pinIsBackup }
            try cancelMain(record.kit, workplace: record.workplace)
        case .unused, .canceled: break
        }
    }

    private func recovery(_ request: ActivationRequest, _ pin: KnownPIN) throws -> Outcome {
        let record = pin.record
        let old = try holding(record.kit, workplace: record.workplace)
        try ensureRecoverable(record, old)
        let licensee = try check(request.licensee, of: pin.kit)
        var binding = try binding(request.binding, of: pin.kit)
        try admitRecovery(record, isUnchanged: request.isUnchanged)
        var operation = request.isUnchanged ? "recovery-unchanged" : "recovery-changed"
        if request.isUnchanged {
            if let current = old.first(where: { $0.kind == .standard }) {
                let known = try license(current).binding
                let changes = changes(of: binding, and: request.binding.machine, from: known)
                guard changes.isEmpty else { throw CenterRefusal.changed(changes) }
                // The same keys, spares too, on the computer as it is now.
                binding.keys = known.keys
                if let server = known.seatServer {
                    binding.seatServer = binding.seatServer ?? server
                    if binding.seatServer != server {
                        // The old one may go on for a while.
                        try checkLimit(pin.kit, workplace: record.workplace)
                        operation = Self.recoveryOnServer
                    }
                }
            } else if record.computer != request.head.computer
                || record.computer == Self.unseenComputer
            {
                throw CenterRefusal.changed(["it was \(record.computer ?? "another computer")"])
            }
        }
        let license = try issue(
            Issue(
                kit: pin.kit, workplace: record.workplace,
                operation: operation,
                binding: binding, replacing: old, licensee: licensee, pin: record),
            for: request.head)
        return Outcome(license: license, notes: pin.notes)
    }

    /// After a restoration a PIN may be active whose license is lost. One that was revoked is not.
    func ensureRecoverable(_ record: PINRecord, _ old: [LicenseRecord]) throws {
        guard
            try old.contains(where: { $0.kind == .standard })
                || hasLost(record.kit, workplace: record.workplace)
        else {
            throw record.state == .unused
                ? CenterRefusal.pinUnused : CenterRefusal.nothingToRecover
        }
    }

    /// Makes sure that a workplace is recovered by this PIN: the active one, or once anything has changed, an unused
    /// backup PIN.
    func admitRecovery(_ record: PINRecord, isUnchanged: Bool) throws {
        let left = try backupsLeft(record.kit, workplace: record.workplace)
        if isUnchanged {
            switch record.state {
            case .active: break
            case .unused: throw CenterRefusal.pinUnused
            case .superseded, .canceled: throw CenterRefusal.pinSuperseded(backupsLeft: left)
            }
        } else if record.state != .unused || !record.position.isBackup {
            guard left > 0 else { throw CenterRefusal.backupsUsedUp }
            throw record.state == .superseded
                ? CenterRefusal.pinSuperseded(backupsLeft: left)
                : CenterRefusal.backupNeeded(backupsLeft: left)
        }
    }

    /// What speaks against key and computer being what they were; only what is missing counts.
    func changes(
        of proposed: Binding, and machine: ProposedMachine?, from known: Binding
    ) -> [String] {
        guard proposed.mode == known.mode else {
            return ["it was bound as \(known.mode.rawValue), and not as \(proposed.mode.rawValue)"]
        }
        var changes: [String] = []
        let ids = Set(proposed.keys.map(\.id))
        for key in known.keys where key.role == .primary && !ids.contains(key.id) {
            changes.append("the key \(key.id) is missing")
        }
        if let known = known.machine, let parameters = machine?.parameters {
            let lost = MachineComparison.changes(from: known, to: parameters)
                .filter(\.isCountedLoss)
            let forgiven = known.policy == .tolerant ? MachineBinding.forgiven : 0
            if lost.count > forgiven { changes += lost.map(\.partName) }
        }
        return changes
    }
}

extension MachineChange {
    /// What is gone, by the kind of the part: the license itself holds no names.
    fileprivate var partName: String {
        switch self {
        case .missing(let part, _): "the part \(part.rawValue) is missing"
        case .memoryShrunk: "the memory is smaller"
        case .added, .memoryGrown: "a part was added"
        }
    }
}
