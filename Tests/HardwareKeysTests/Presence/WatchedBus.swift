import HASP
import LicenseBinding
import Testing

@testable import HardwareKeys
@testable import USBBus

/// A watch and what it was told, with a clock that the test turns and looks that the test answers.
struct WatchedBus {
    static let start = ContinuousClock.now
    static let haspHL = USBModel(vendorID: 0x0529, productID: 0x0001)
    static let haspDriverless = USBModel(vendorID: 0x0529, productID: 0x0003)
    static let guardant = USBModel(vendorID: 0x0a89, productID: 0x0002)

    /// A FIDO2 key, which no catalog knows.
    static let securityKey = USBModel(vendorID: 0x1209, productID: 0x0001)

    private var watch = KeyWatch(
        detector: KeyDetector(
            catalog: .builtIn, question: KeyQuestion(countingOthers: true)))
    private(set) var now = Self.start
    private var lastAddress: UInt8 = 0
    /// The HASP and Sentinel keys that were asked about last.
    private var asked: [USBDevice] = []

    /// In how many seconds the watch wants to be called.
    var alarm: Double? {
        watch.deadline.map { ($0 - now) / .seconds(1) }
    }

    /// A device that is not plugged in yet, at an address of its own, or at one that is used again.
    mutating func device(
        _ model: USBModel = guardant, port: UInt8 = 1, address: UInt8? = nil
    ) -> USBDevice {
        lastAddress = address ?? lastAddress + 1
        return USBDevice(
            address: USBAddress(bus: 1, device: lastAddress),
            port: USBPortPath(bus: 1, ports: [port]), vendorID: model.vendorID,
            productID: model.productID, release: 0, usbVersion: 0x0200,
            deviceClass: USBClass(code: 0, subclass: 0, protocolCode: 0), speed: .full,
            strings: USBStrings(manufacturer: nil, product: nil, serialNumber: nil),
            declaresSerialNumber: true,
            configurations: model == Self.securityKey ? [.humanInterface] : [], problem: nil)
    }

    mutating func pass(_ seconds: Double) -> [String] {
        now += .seconds(seconds)
        return words(watch.steps(after: .time, at: now))
    }

    mutating func arrive(_ device: USBDevice) -> [String] {
        words(watch.steps(after: .bus(.arrived(device)), at: now))
    }

    mutating func leave(_ device: USBDevice) -> [String] {
        words(watch.steps(after: .bus(.left(device)), at: now))
    }

    /// The look at a device ends.
    mutating func look(
        _ device: USBDevice, _ id: KeyID?, _ state: KeyState = .ready,
        reset: DeviceReset = .notTried
    ) throws -> [String] {
        let key = try Self.key(device, id, state, reset: reset)
        return words(watch.steps(after: .looked(at: device, .key(key)), at: now))
    }

    /// The look at a device finds nothing there.
    mutating func miss(_ device: USBDevice) -> [String] {
        words(watch.steps(after: .looked(at: device, .gone), at: now))
    }

    /// The look at a device finds that it is no key.
    mutating func dismiss(_ device: USBDevice) -> [String] {
        words(watch.steps(after: .looked(at: device, .nothing), at: now))
    }

    /// A key arrives and is looked at.
    mutating func plug(
        _ device: USBDevice, _ id: KeyID?, _ state: KeyState = .ready
    ) throws -> [String] {
        let asked = arrive(device)
        return asked + (try look(device, id, state))
    }

    /// The run-time answers what it was asked last: the numbers of the keys, nothing for HASP HL Basic.
    mutating func runtime(tells ids: UInt64?...) -> [String] {
        runtime(tells: ids)
    }

    /// It answers what it was asked before.
    mutating func runtime(tells ids: UInt64?..., of devices: [USBDevice]) -> [String] {
        let last = asked
        asked = devices
        defer { asked = last }
        return runtime(tells: ids)
    }

    mutating func runtime(tells ids: [UInt64?]) -> [String] {
        hear(.success(ids.map { RuntimeKey(id: $0) }))
    }

    /// The run-time does not answer.
    mutating func runtimeFails() -> [String] {
        hear(.failure(.unreachable(errno: 111)))
    }

    /// The run-time does not answer, and the library tells of none of its own keys.
    mutating func onlyLibraryAnswers() -> [String] {
        hear(.failure(.silent), library: .success([]))
    }

    private mutating func hear(
        _ answer: Result<[RuntimeKey], RuntimeError>,
        library: Result<[LibraryKey], LibraryError>? = nil
    ) -> [String] {
        let told = ToldKeys(runtime: answer, at: .runtime, library: library)
        return words(watch.steps(after: .told(told, of: asked), at: now))
    }

    /// The bus was asked anew, so many seconds ago.
    mutating func enumerate(_ keys: HardwareKey..., secondsAgo: Double = 0) -> [String] {
        enumerate(keys, secondsAgo: secondsAgo)
    }

    mutating func enumerate(_ keys: [HardwareKey], secondsAgo: Double = 0) -> [String] {
        words(
            watch.steps(after: .enumerated(keys, asked: now - .seconds(secondsAgo)), at: now))
    }

    static func key(
        _ device: USBDevice, _ id: KeyID?, _ state: KeyState = .ready,
        reset: DeviceReset = .notTried
    ) throws -> HardwareKey {
        let model = USBModel(of: device)
        var sighting = KeySighting(id: id, state: state, reset: reset)
        sighting.provesItself = model == securityKey
        let entry = KeyCatalog.builtIn.licenseKey(model)
        try #require(sighting.provesItself || entry != nil)
        return HardwareKey(device, entry, sighting)
    }

    private mutating func words(_ steps: [KeyWatch.Step]) -> [String] {
        for case .ask(let devices) in steps { asked = devices }
        return steps.map { step in
            switch step {
            case .tell(.arrived(let key)): "arrived \(key.text)"
            case .tell(.left(let key)): "left \(key.text)"
            case .tell(.changed(let key)): "changed \(key.text)"
            case .tell(.bounced(let key, let absence)):
                "bounced \(key.text) after \(absence / .seconds(1))"
            case .look(let device, let mayReset):
                "look \(device.port)" + (mayReset ? "" : " without reset")
            case .ask(let devices):
                "ask " + devices.map(\.port.description).joined(separator: " ")
            case .enumerate: "enumerate"
            }
        }
    }
}

extension HardwareKey {
    fileprivate var text: String { "\(id?.description ?? "?") \(place) \(state)" }
}

extension USBConfiguration {
    fileprivate static let humanInterface = USBConfiguration(
        value: 1,
        interfaces: [
            USBInterface(
                number: 0, alternate: 0,
                interfaceClass: USBClass(code: 3, subclass: 0, protocolCode: 0), endpoints: 2)
        ])
}
