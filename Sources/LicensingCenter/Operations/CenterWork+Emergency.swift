import CenterProtocol
import FoundationEssentials
import LicenseBinding

extension CenterWork {
    /// A license of some days for this computer: the license whose key has died stays as it is.
    func emergency(_ request: EmergencyRequest) throws -> Outcome {
        let pin = try known(request.pin, of: request.head.registration)
        guard pin.record.state != .canceled else { throw CenterRefusal.pinCanceled }
        let all = try transaction.licenses(of: pin.record.kit, workplace: nil)
        guard all.contains(where: { $0.kind == .standard && $0.state == .active }) else {
            throw CenterRefusal.nothingToRecover
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
