package import USBBus

/// Follows the license keys on a bus: each USB event in, the key events that follow from it out.
package struct KeyWatch: Sendable {
    private let detector: KeyDetector
    private var devices: [USBAddress: USBDevice] = [:]
    private var keys: [USBAddress: HardwareKey] = [:]

    package init(catalog: KeyCatalog) {
        detector = KeyDetector(catalog: catalog)
    }

    package mutating func events(after event: USBEvent) -> [KeyEvent] {
        switch event {
        case .arrived(let device): devices[device.address] = device
        case .left(let device): devices[device.address] = nil
        }
        let found = detector.keys(among: Array(devices.values))
        let now = Dictionary(found.map { ($0.device.address, $0) }) { first, _ in first }
        defer { keys = now }
        return left(now) + found.compactMap(change)
    }

    private func left(_ now: [USBAddress: HardwareKey]) -> [KeyEvent] {
        keys.values.filter { now[$0.device.address] == nil }.map { .left($0) }
    }

    private func change(_ key: HardwareKey) -> KeyEvent? {
        guard let old = keys[key.device.address] else { return .arrived(key) }
        return old == key ? nil : .changed(key)
    }
}
