import CommandLineFront
import HardwareKeys
import LicenseBinding
import LicenseStore
import SystemInspection
import USBBus

extension SystemFacts {
    static func gather(_ store: LicenseStore) -> SystemFacts {
        let context = CommandContext.current
        let moment = context.clock()
        let system = SystemInspection(root: context.system)
        var facts = SystemFacts(catalog: .site(), time: moment.time)
        facts.store = StoreFacts(of: store, at: moment)
        facts.look(at: system)
        facts.findKeys(system)
        return facts
    }

    private mutating func look(at system: SystemInspection) {
        hasUSB = system.has("sys/bus/usb")
        hasSiteCatalog = system.has("etc/keybound/catalog.json")
        account = system.account()
        groups = system.groups()
        isUdevRunning = system.isUdevRunning
        ruleFiles = system.ruleFiles(naming: "keybound")
        surroundings = system.surroundings()
        log = system.kernelLog()
        awake = SystemInspection.awake()
    }

    private mutating func findKeys(_ system: SystemInspection) {
        do throws(USBError) {
            let found = try USBScan.devices()
            devices = found.map(SeenDevice.init)
            keys = KeyDetector(catalog: catalog).keys(among: found).map {
                PluggedKey($0, in: system)
            }
        } catch {
            scanProblem = error.text
        }
        guard !keys.isEmpty else { return }
        holders = system.holders(of: Set(keys.flatMap(\.paths)))
    }
}
