import FoundationEssentials
import HardwareKeys
import LicenseBinding
import SystemInspection

/// All that the checks look at, gathered once; to make findings of it asks nothing of the computer.
struct SystemFacts {
    var hasUSB = true
    /// Why the devices could not be listed.
    var scanProblem: String?
    var devices: [SeenDevice] = []
    var keys: [PluggedKey] = []
    /// Where the enrollments of FIDO2 keys are kept.
    var enrollments: [KeyID: String] = [:]
    var catalog = KeyCatalog.builtIn
    var hasSiteCatalog = false
    var account = Account(user: 0, groups: [])
    var groups: [UserGroup] = []
    var isUdevRunning = true
    var ruleFiles: [RuleFile] = []
    var holders = NodeHolders(isWhole: true)
    var log = KernelLog.records([])
    /// What the kernel's log counts from the start of the computer until now.
    var awake = Duration.zero
    var surroundings = Surroundings()
    var time = Date(timeIntervalSince1970: 0)
    var store = StoreFacts()
    var runtime = RuntimeFacts()

    var group: UserGroup? { groups.first { $0.name == "keybound" } }

    func name(ofGroup number: UInt32) -> String {
        groups.first { $0.number == number }?.name ?? String(number)
    }
}
