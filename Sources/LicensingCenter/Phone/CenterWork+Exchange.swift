import CenterProtocol
import FoundationEssentials
import LicenseBinding
import PhoneCodes

extension CenterWork {
    /// The ordinary license for one that was given by phone, once what it has committed to is seen.
    func exchange(_ request: PhoneExchangeRequest, of phone: PhoneLicense) throws -> Outcome {
        guard let record = try transaction.license(PhoneLicense.id(of: phone.request)),
            try record.isGiven(phone)
        else { throw CenterRefusal.phoneLicenseUnknown }
        guard record.kit == request.head.registration,
            phone.document.registration == record.kit.description,
            let kit = try transaction.kit(record.kit)
        else { throw CenterRefusal.exchangeDiffers(["it is of another kit"]) }
        guard record.state == .active else { return try exchanged(record) }
        let machine = request.binding.machine
        var binding = try binding(request.binding, of: kit)
        // By phone nothing was said of a server.
        binding.seatServer = nil
        let differences = differences(of: binding, machine, from: phone.document.binding)
        guard differences.isEmpty else { throw CenterRefusal.exchangeDiffers(differences) }
        if phone.request.kind == .recoveryUnchanged {
            try ensureUnchanged(binding, machine, since: record)
        }
        let licensee = try licensee(of: phone, kit)
        let isEmergency = record.kind == .emergency
        let end = PhoneLicense.end(of: phone.request, under: phone.terms, from: phone.day)
        let pins = try transaction.pins(of: record.kit, workplace: record.workplace)
        let license = try issue(
            Issue(
                kit: kit, workplace: record.workplace, operation: LicenseRecord.exchange,
                kind: record.kind,
                binding: binding, expires: isEmergency ? end : nil, replacing: [record],
                licensee: licensee, pin: isEmergency ? nil : pins.first { $0.state == .active }),
            for: request.head)
        return Outcome(license: license)
    }

    private func licensee(of phone: PhoneLicense, _ kit: Kit) throws -> LicenseeData {
        do {
            return try check(LicenseeData(Claims(phone.document.licensee.json)), of: kit)
        } catch CenterRefusal.licensee(let difference) {
            throw CenterRefusal.licenseeByPhone(difference)
        }
    }

    /// The license that was given in exchange before.
    private func exchanged(_ record: LicenseRecord) throws -> Outcome {
        guard let id = record.successor, let license = try transaction.license(id),
            license.isExchanged, license.state == .active
        else { throw CenterRefusal.licenseEnded(record.id, successor: record.successor) }
        return Outcome(license: license)
    }

    /// What speaks against a binding being the one that the 48 digits have committed to.
    private func differences(
        of binding: Binding, _ machine: ProposedMachine?, from committed: Binding
    ) -> [String] {
        var differences = changes(of: binding, and: machine, from: committed)
        if binding.keys.map(\.id) != committed.keys.map(\.id) {
            differences.append("its keys are other ones")
        }
        if machine?.deviceKey != committed.machine?.deviceKey {
            differences.append("it is another computer, or another store of this one")
        }
        return differences
    }

    /// By phone nobody could see whether anything had changed since the license that was recovered. It is compared with
    /// the last one whose binding was ever seen, unless a PIN has paid for another computer since.
    private func ensureUnchanged(
        _ binding: Binding, _ machine: ProposedMachine?, since record: LicenseRecord
    ) throws {
        let all = try transaction.licenses(of: record.kit, workplace: record.workplace)
        var id = record.id
        while let before = all.first(where: { $0.successor == id && $0.kind == .standard }) {
            guard before.isByPhone else {
                let changes = try changes(of: binding, and: machine, from: license(before).binding)
                guard changes.isEmpty else { throw CenterRefusal.changed(changes) }
                return
            }
            guard before.operation == RequestCode.Kind.recoveryUnchanged.operation else { return }
            id = before.id
        }
    }
}
