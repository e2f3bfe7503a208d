import USBBus

/// Finds the ID of a license key.
protocol KeyDriver {
    func sighting(of device: USBDevice) -> KeySighting
}

extension CatalogEntry.Driver {
    var driver: any KeyDriver {
        switch self {
        case .serial: SerialDriver()
        case .sentinel: SentinelDriver()
        }
    }
}
