import AgentProtocol
import HardwareKeys
import LicenseBinding
import LicenseStore
import Logging
import USBBus

/// Follows the keys, and tells whoever listens what becomes of them.
struct KeyFollower: Sendable {
    /// When the bus is tried again, where it cannot be followed.
    private static let retry = Duration.seconds(30)

    let settings: AgentSettings
    let hub: EventHub
    let logger: Logger
    /// Called after each event.
    let onChange: @Sendable () -> Void

    /// Until it is canceled.
    func run() async {
        while !Task.isCancelled {
            do throws(USBError) {
                try await follow()
            } catch {
                logger.error("the bus cannot be followed", metadata: ["error": "\(error)"])
            }
            // Canceled, it ends at once.
            try? await Task.sleep(for: Self.retry)
        }
    }

    private func follow() async throws(USBError) {
        let known = StoreContents(of: settings.store).credentials
        let detector = settings.detector.asking(
            KeyQuestion(about: known, countingOthers: true))
        let monitor = KeyMonitor(
            following: try detector.follow(), detector: detector,
            timing: PresenceTiming(debounce: settings.debounce), logger: logger)
        // What left before, unseen, is told by nobody else.
        hub.tell(.event(.keys, JSONObject(["event": "following", "keys": .array([])])))
        onChange()
        for await event in monitor.events() {
            logger.info("key", metadata: ["event": "\(event.name)", "key": "\(event.key.label)"])
            hub.tell(.event(.keys, event.json))
            onChange()
        }
    }
}

extension KeyEvent {
    fileprivate var json: JSONObject {
        JSONObject([
            "event": .string(name), "keys": .array(key.evidence.map { .object($0.json) }),
        ])
    }
}

extension HardwareKey {
    fileprivate var label: String {
        ids.isEmpty ? "\(name) at \(place)" : ids.map(\.description).joined(separator: " ")
    }
}
