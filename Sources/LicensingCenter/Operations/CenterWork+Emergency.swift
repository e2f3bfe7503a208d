import CenterProtocol
import FoundationEssentials
import LicenseBinding

extension CenterWork {
    /// A license of some days for this computer: the license whose key has died stays as it is.
    func emergency(_ request: EmergencyRequest) throws -> Outcome {
        let pin = try known(request.pin, of: request.head.registration)
        guard pin.record.state != .canceled else { throw CenterRefusal.pinCanceled }
        let all = try transaction.licenses(of: pin.record.kit, workplace: nil)
        let own = all.first { license in
            license.workplace == pin.record.workplace && license.kind == .standard
                && license.state == .active
        }
        guard let own else { throw CenterRefusal.nothingToRecover }
        guard try self.license(own).binding.mode.hasKeys else {
            throw CenterRefusal.bindingUnfit(
                "The license of this workplace is bound to the computer alone, so no key of it can be lost. If the "
                    + "computer has changed: keybound license activate --operation recovery")
        }
        let limit = pin.kit.rule.emergenciesPerYear
        let count = all.count { $0.kind == .emergency && $0.issuedAt > time - .year }
        guard count < limit else { throw CenterRefusal.emergencyLimit(limit) }
        let license = try issue(
            Issue(
                kit: pin.kit, workplace: pin.record.workplace, operation: "emergency",
                kind: .emergency,
                binding: Binding(
                    mode: .machine, machine: machine(request.machine, policy: .tolerant)),
                expires: time + TimeInterval(pin.kit.rule.emergencyDays) * .day), for: request.head)
        return Outcome(license: license, notes: pin.notes)
    }
}
