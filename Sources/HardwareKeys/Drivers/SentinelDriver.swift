import LicenseBinding
import USBBus

/// HASP and Sentinel HL keys. Their descriptors carry no ID: only the maker's run-time knows it,
/// and while it may be at work with the key, the key is neither opened nor reset.
struct SentinelDriver: KeyDriver {
    func sighting(of device: USBDevice, mayReset: Bool) -> KeySighting {
        KeySighting(state: .needsRuntime)
    }
}
