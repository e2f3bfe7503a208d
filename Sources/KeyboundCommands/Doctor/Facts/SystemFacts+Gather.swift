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
        let trust = StoreTrust(of: store)
        let contents = StoreContents(of: store, trusting: trust)
        facts.store = StoreFacts(of: store, contents, trust, at: moment)
        facts.look(at: system)
        let known = KnownKeys(of: store, contents)
        facts.enrollments = known.files
        facts.findKeys(known.credentials, system)
        facts.runtime = RuntimeFacts(in: system)
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

    /// - Parameter credentials: those of FIDO2 keys that are known here; without them, none is disturbed.
    private mutating func findKeys(_ credentials: [KeyCredential], _ system: SystemInspection) {
        let ports = SitePorts.current
        let detector = PluggedKeys.detector(
            asking: KeyQuestion(about: credentials, countingOthers: !credentials.isEmpty))
        do throws(USBError) {
            let found = try ports.devices()
            devices = found.map(SeenDevice.init)
            keys = detector.keys(among: found).map { PluggedKey($0, in: system) }
        } catch {
            scanProblem = error.text
        }
        guard !keys.isEmpty else { return }
        holders = system.holders(of: Set(keys.flatMap(\.paths)))
    }
}
