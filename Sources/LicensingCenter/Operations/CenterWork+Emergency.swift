import CenterProtocol
import FoundationEssentials
import LicenseBinding

extension CenterWork {
    /// In how many licenses of a kit a key is looked for.
    private static let mostLooked = 100

    /// A license of some days for this computer: the license whose key has died stays as it is.
    func emergency(_ request: EmergencyRequest) throws -> Outcome {
        let pin = try known(request.pin, of: request.head.registration)
        guard pin.record.state != .canceled else { throw CenterRefusal.pinCanceled }
        let all = try transaction.licenses(of: pin.record.kit, workplace: nil)
        let lost = try keyed(all, near: pin.record.workplace, on: request.head.computer)
        try admitEmergency(pin.kit)
        let license = try issue(
            Issue(
                kit: pin.kit, workplace: lost.workplace, operation: "emergency",
                kind: .emergency,
                binding: Binding(
                    mode: .machine, machine: machine(request.machine, policy: .tolerant)),
                expires: time + TimeInterval(pin.kit.rule.emergencyDays) * .day), for: request.head)
        return Outcome(license: license, notes: pin.notes)
    }

    /// Makes sure that a kit has an emergency license left.
    func admitEmergency(_ kit: Kit) throws {
        let limit = kit.rule.emergenciesPerYear
        let count = try transaction.licenses(of: kit.registration, workplace: nil)
            .count { $0.kind == .emergency && $0.issuedAt > time - .year && !$0.isExchanged }
        guard count < limit else { throw CenterRefusal.emergencyLimit(limit) }
    }

    /// The license whose key has died: that of the PIN's own workplace, else that of this computer, else any of the kit.
    /// The replacement of its key ends the emergency.
    private func keyed(
        _ all: [LicenseRecord], near workplace: Int, on computer: String
    ) throws -> LicenseRecord {
        let holding = all.filter { $0.kind == .standard && $0.state == .active }
        guard !holding.isEmpty else { throw CenterRefusal.nothingToRecover }
        let own = holding.filter { $0.workplace == workplace }
        let here = holding.filter { $0.computer == computer }
        let candidates = own + here + holding.prefix(Self.mostLooked)
        let found = try candidates.first { try !$0.isByPhone && license($0).binding.mode.hasKeys }
        guard let found else {
            // It may have keys, and nobody has seen them.
            if let unseen = candidates.first(where: \.isByPhone) {
                throw CenterRefusal.bindingUnseen(unseen.id)
            }
            throw CenterRefusal.bindingUnfit(
                "The kit's licenses are bound to computers alone, so no key of theirs can be lost. If a computer has "
                    + "changed: keybound license activate --operation recovery")
        }
        return found
    }
}
