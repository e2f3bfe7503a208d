import HardwareKeys
import LicenseBinding
import LicenseStore
import USBBus

/// The keys that are plugged in, as commands show them.
enum PluggedKeys {
    /// All keys, FIDO2 keys of other purposes too, which no license of the store knows.
    static func all(knownTo store: LicenseStore) async throws(USBError) -> [HardwareKey] {
        try await detector(for: store).found().get()
    }

    /// The license keys.
    static func ofLicenses(in store: LicenseStore) async throws(USBError) -> [HardwareKey] {
        try await all(knownTo: store).filter(\.isOfLicenses)
    }

    static func detector(for store: LicenseStore) -> KeyDetector {
        KeyDetector(
            catalog: .site(), ports: SitePorts.current,
            question: KeyQuestion(about: StoreContents(of: store).credentials))
    }
}

extension HardwareKey {
    /// Whether it is a license key as far as can be told, and not only any FIDO2 key.
    var isOfLicenses: Bool { state != .unenrolled }
}
