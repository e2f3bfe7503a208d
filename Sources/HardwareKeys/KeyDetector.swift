import LicenseBinding
package import USBBus

/// Turns "a device of this model is there" into "this key is present".
package struct KeyDetector: Sendable {
    private let catalog: KeyCatalog

    package init(catalog: KeyCatalog) {
        self.catalog = catalog
    }

    /// The license keys among the devices, in the order of their addresses. Keys that show the same ID
    /// all are marked as duplicates: one of them is a copy, and nobody can tell which.
    package func keys(among devices: [USBDevice]) -> [HardwareKey] {
        let keys = devices.compactMap(key)
        let counts = Dictionary(keys.compactMap(\.id).map { ($0, 1) }, uniquingKeysWith: +)
        let marked = keys.map { key in
            guard let id = key.id, counts[id, default: 0] > 1 else { return key }
            return key.with(.duplicateID)
        }
        return marked.sorted { $0.device.address < $1.device.address }
    }

    private func key(_ device: USBDevice) -> HardwareKey? {
        guard let entry = catalog.licenseKey(USBModel(of: device)) else { return nil }
        return HardwareKey(device, entry, entry.driver.driver.sighting(of: device))
    }
}
