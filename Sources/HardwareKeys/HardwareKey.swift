package import LicenseBinding
package import USBBus

/// A license key that is plugged in.
package struct HardwareKey: Hashable, Sendable {
    package let id: KeyID?
    package let device: USBDevice
    package let entry: CatalogEntry
    package let assurance: Assurance?
    package let state: KeyState

    /// What a verdict needs to know of it.
    package var evidence: PresentKey {
        PresentKey(
            id: id, vendorID: device.vendorID, productID: device.productID,
            name: "\(entry.maker) \(entry.name)", port: device.port.description,
            assurance: assurance, state: state)
    }

    init(_ device: USBDevice, _ entry: CatalogEntry, _ sighting: KeySighting) {
        self.device = device
        self.entry = entry
        id = sighting.id
        assurance = sighting.id?.assurance
        state = sighting.state
    }

    private init(_ key: HardwareKey, state: KeyState) {
        id = key.id
        device = key.device
        entry = key.entry
        assurance = key.assurance
        self.state = state
    }

    func with(_ state: KeyState) -> HardwareKey {
        HardwareKey(self, state: state)
    }
}
