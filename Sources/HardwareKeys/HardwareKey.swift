package import LicenseBinding
package import USBBus

/// A license key that is plugged in.
package struct HardwareKey: Hashable, Sendable {
    package let id: KeyID?
    package let device: USBDevice
    package let entry: CatalogEntry
    package let assurance: Assurance?
    package let state: KeyState
    /// What went wrong when the key was asked for its ID.
    package let problem: USBError?
    package let reset: DeviceReset

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
        problem = sighting.problem
        reset = sighting.reset
    }

    private init(_ key: HardwareKey, state: KeyState) {
        id = key.id
        device = key.device
        entry = key.entry
        assurance = key.assurance
        self.state = state
        problem = key.problem
        reset = key.reset
    }
}

extension HardwareKey {
    func with(_ state: KeyState) -> HardwareKey {
        HardwareKey(self, state: state)
    }

    /// Whether both are one key as far as can be told: by ID in any port and with any product
    /// number, and without one by model and port.
    func isSame(as other: HardwareKey) -> Bool {
        guard id == nil, other.id == nil else { return id == other.id }
        return entry.model == other.entry.model && device.port == other.device.port
    }

    /// Whether there is nothing new to tell; the address changes with every plug.
    func looksLike(_ other: HardwareKey) -> Bool {
        isSame(as: other) && state == other.state && device.port == other.device.port
            && entry.model == other.entry.model
    }
}
