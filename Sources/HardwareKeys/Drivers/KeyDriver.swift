import USBBus

/// Finds the ID of a license key.
protocol KeyDriver: Sendable {
    /// Looks at a device; blocks for seconds where the device itself has to be asked.
    /// - Parameter mayReset: whether a device that does not answer may be reset, once.
    func sighting(of device: USBDevice, mayReset: Bool) -> KeySighting
}

extension CatalogEntry.Driver {
    var driver: any KeyDriver {
        switch self {
        case .serial: SerialDriver()
        case .sentinel: SentinelDriver()
        }
    }
}
