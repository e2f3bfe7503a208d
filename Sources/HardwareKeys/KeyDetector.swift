import Dispatch
import LicenseBinding
import Synchronization
package import USBBus

/// Turns "a device of this model is there" into "this key is present".
package struct KeyDetector: Sendable {
    let catalog: KeyCatalog
    private let ports: any KeyPorts
    private var question: KeyQuestion
    let sentinels: SentinelRegister

    /// - Parameters:
    ///   - question: what FIDO2 keys are asked; without credentials none is recognized.
    ///   - sentinels: who is asked for the IDs of HASP and Sentinel keys.
    package init(
        catalog: KeyCatalog, ports: any KeyPorts = ComputerPorts(),
        question: KeyQuestion = KeyQuestion(), sentinels: SentinelRegister = SentinelRegister()
    ) {
        self.catalog = catalog
        self.ports = ports
        self.question = question
        self.sentinels = sentinels
    }

    /// The same, with another question for FIDO2 keys.
    package func asking(_ question: KeyQuestion) -> KeyDetector {
        var detector = self
        detector.question = question
        return detector
    }

    /// Begins to follow the bus: see ``KeyPorts/follow()``.
    package func follow() throws(USBError) -> @Sendable () -> AsyncStream<USBEvent> {
        try ports.follow()
    }

    /// The keys that are plugged in now; blocks as ``keys(among:)`` does.
    package func keys() throws(USBError) -> [HardwareKey] {
        keys(among: try ports.devices())
    }

    /// The keys among the devices, in the order of their addresses. Keys that show the same ID all are
    /// marked as duplicates: one of them is a copy, and nobody can tell which.
    ///
    /// Blocks for seconds if a key has to be asked itself and does not answer; resets none.
    package func keys(among devices: [USBDevice]) -> [HardwareKey] {
        let found = Mutex<[HardwareKey]>([])
        let looks = DispatchGroup()
        // One slow key keeps no other waiting, nor anybody who shares a thread with it.
        for device in devices where mayBeKey(device) && !isSentinel(device) {
            DispatchQueue(label: "key").async(group: looks) {
                guard let key = look(at: device, mayReset: false).key else { return }
                question.needed.find(key.ids)
                found.withLock { $0.append(key) }
            }
        }
        let joined = devices.filter(isSentinel)
        if !joined.isEmpty {
            DispatchQueue(label: "key").async(group: looks) {
                let keys = sentinelKeys(in: joined)
                for key in keys where key.state == .ready { question.needed.find(key.ids) }
                found.withLock { $0 += keys }
            }
        }
        looks.wait()
        return found.withLock(\.self).sorted { $0.device.address < $1.device.address }
            .markingDuplicates
    }

    /// What a look at a device found.
    enum Look {
        case key(HardwareKey)
        /// It is no key of any kind.
        case nothing
        /// It left meanwhile.
        case gone

        var key: HardwareKey? { if case .key(let key) = self { key } else { nil } }
    }

    /// Whether a device is worth a look.
    func mayBeKey(_ device: USBDevice) -> Bool {
        catalog.licenseKey(USBModel(of: device)) != nil
            || question.isForSecurityKeys && device.isForPeople
    }

    /// Looks at one device, which is no HASP or Sentinel key; it may block as ``keys(among:)`` does.
    func look(at device: USBDevice, mayReset: Bool) -> Look {
        guard let entry = catalog.licenseKey(USBModel(of: device)) else {
            guard mayBeKey(device),
                let sighting = SecurityKeyDriver(ports: ports, question: question)
                    .sighting(of: device)
            else { return .nothing }
            if sighting.isOfNothing { return .gone }
            guard question.countsOthers || sighting.state != .unenrolled else { return .nothing }
            return .key(HardwareKey(device, nil, sighting))
        }
        let sighting = SerialDriver().sighting(
            of: device, mayReset: mayReset && entry.runtime == nil)
        return sighting.isOfNothing ? .gone : .key(HardwareKey(device, entry, sighting))
    }

    /// A key that could not be looked at in time.
    func unanswering(_ device: USBDevice) -> HardwareKey? {
        catalog.licenseKey(USBModel(of: device)).map { entry in
            HardwareKey(device, entry, KeySighting(state: .busy))
        }
    }
}

extension USBDevice {
    /// The class of human interface devices, which FIDO2 keys share with keyboards (CTAP 2.1, section
    /// 11.2.8.1; USB HID 1.11, section 4.1).
    private static let humanInterface: UInt8 = 3

    fileprivate var isForPeople: Bool {
        configurations.contains { configuration in
            configuration.interfaces.contains { $0.interfaceClass.code == Self.humanInterface }
        }
    }
}

extension [HardwareKey] {
    var markingDuplicates: [HardwareKey] {
        let counts = Dictionary(flatMap(\.ids).map { ($0, 1) }, uniquingKeysWith: +)
        return map { key in
            key.ids.contains { counts[$0, default: 0] > 1 } ? key.with(.duplicateID) : key
        }
    }
}
