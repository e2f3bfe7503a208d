import LicenseBinding
import MachineIdentity
import RecordedMachines

extension RecordedMachine {
    /// The parameters of the computer as they are read now.
    func read() -> MachineParameters {
        MachineReader(sysroot: sysroot).parameters()
    }

    func read(_ part: MachinePart) -> [String]? {
        read().values[part]
    }
}
