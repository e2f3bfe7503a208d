import HardwareKeys
import LicenseBinding
import LicenseStore
import USBBus

/// The keys that are plugged in, as commands show them.
enum PluggedKeys {
    /// - Parameter all: also FIDO2 keys that are not known here.
    static func found(
        knownTo store: LicenseStore, all: Bool = false
    ) async throws(USBError) -> [HardwareKey] {
        try await detector(for: store, all: all).found().get()
    }

    static func detector(for store: LicenseStore, all: Bool) -> KeyDetector {
        detector(
            asking: KeyQuestion(about: KnownKeys(of: store).credentials, countingOthers: all))
    }

    static func detector(asking question: KeyQuestion = KeyQuestion()) -> KeyDetector {
        KeyDetector(
            catalog: .site(), ports: SitePorts.current, question: question,
            sentinels: SiteSentinels.register())
    }
}
