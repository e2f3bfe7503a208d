import LicenseBinding
import USBBus

/// HASP and Sentinel HL keys. Their descriptors carry no ID: only the maker's run-time knows it.
struct SentinelDriver: KeyDriver {
    func sighting(of device: USBDevice) -> KeySighting {
        KeySighting(state: .needsRuntime)
    }
}
