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
    ///
    /// Blocks for seconds if a key has to be asked itself and does not answer; resets none.
    package func keys(among devices: [USBDevice]) -> [HardwareKey] {
        devices.compactMap { key($0, mayReset: false) }.markingDuplicates
            .sorted { $0.device.address < $1.device.address }
    }

    func isKey(_ device: USBDevice) -> Bool {
        catalog.licenseKey(USBModel(of: device)) != nil
    }

    /// Looks at one device; it may block as ``keys(among:)`` does.
    /// - Returns: nothing if it is no license key, or left meanwhile.
    func key(_ device: USBDevice, mayReset: Bool) -> HardwareKey? {
        guard let entry = catalog.licenseKey(USBModel(of: device)) else { return nil }
        let sighting = entry.driver.driver.sighting(
            of: device, mayReset: mayReset && entry.runtime == nil)
        return sighting.isOfNothing ? nil : HardwareKey(device, entry, sighting)
    }

    /// A key that could not be looked at in time.
    func unanswering(_ device: USBDevice) -> HardwareKey? {
        catalog.licenseKey(USBModel(of: device)).map { entry in
            HardwareKey(device, entry, KeySighting(state: .busy))
        }
    }
}

extension [HardwareKey] {
    var markingDuplicates: [HardwareKey] {
        let counts = Dictionary(compactMap(\.id).map { ($0, 1) }, uniquingKeysWith: +)
        return map { key in
            guard let id = key.id, counts[id, default: 0] > 1 else { return key }
            return key.with(.duplicateID)
        }
    }
}
