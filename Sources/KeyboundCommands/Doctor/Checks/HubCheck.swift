import SystemInspection
import USBBus

/// Whether license keys get their power and stay connected.
enum HubCheck {
    /// A hub without a supply of its own gives each port so much (USB 2.0, section 7.2.1.1).
    private static let mostFromHub = 100
    private static let window = Duration.seconds(600)
    private static let remedy =
        "Plug the key into a port of the computer, or into a hub with a "
        + "power supply of its own; this tells whether it stays:"
    private static let watch = ["keybound keys watch"]

    static func findings(_ facts: SystemFacts) -> [Finding] {
        let power = facts.keys.flatMap { hub($0) + overCurrent($0) }
        return (power + connection(facts)).or(.hub, "no license key lacks power or comes and goes")
    }

    private static func hub(_ key: PluggedKey) -> [Finding] {
        guard let hub = key.power.hub, key.power.hubHasSupply == false,
            let wanted = key.power.milliamperes, wanted > mostFromHub
        else { return [] }
        return [
            Finding(
                .hub, .mend, of: key.subject,
                "\(key.name) wants \(wanted) mA, and the hub \(hub) has no power supply of its own "
                    + "and gives \(mostFromHub) mA",
                why: remedy, watch)
        ]
    }

    private static func overCurrent(_ key: PluggedKey) -> [Finding] {
        guard let count = key.power.overCurrents, count > 0 else { return [] }
        return [
            Finding(
                .hub, .mend, of: key.subject,
                "the port was shut off for too high a current: \(count) times",
                why: "The key, the hub or a cable is broken. " + remedy, watch)
        ]
    }

    private static func connection(_ facts: SystemFacts) -> [Finding] {
        let isNeeded = !facts.keys.isEmpty || facts.store.needsKey
        switch facts.log {
        case .records(let records):
            let start = facts.awake - window
            let messages = records.filter { $0.time >= start }
                .compactMap { USBMessage($0.message) }
            return facts.keys.compactMap { lost($0, messages) } + vanished(facts, messages)
        case .refused where isNeeded, .absent where isNeeded:
            return [
                Finding(
                    .hub, .unknown, "the kernel's log cannot be read",
                    why: "It tells whether a key was reset or lost.",
                    ["sudo dmesg --ctime | grep 'usb '"])
            ]
        case .refused, .absent: return []
        }
    }

    /// A key that is there and was lost meanwhile. One unplugging is what people do, and a computer
    /// that wakes up resets the key once.
    private static func lost(_ key: PluggedKey, _ messages: [USBMessage]) -> Finding? {
        let own = messages.filter { $0.port == key.subject }
        guard !own.isEmpty else { return nil }
        let usual: Set<USBMessage.Kind> = [.disconnected, .reset]
        let isUsual = own.count == Set(own.map(\.kind)).intersection(usual).count
        return Finding(
            .hub, isUsual ? .advice : .mend, of: key.subject,
            "in the last 10 minutes: \(text(own))",
            why: "A key that comes and goes takes its licenses along. " + remedy, watch)
    }

    /// Devices that were lost or did not answer, where a key is missed.
    private static func vanished(_ facts: SystemFacts, _ messages: [USBMessage]) -> [Finding] {
        guard facts.keys.isEmpty, facts.store.needsKey else { return [] }
        let taken = Set(facts.devices.map(\.port.description))
        let ports = Dictionary(grouping: messages.filter { !taken.contains($0.port) }, by: \.port)
        return ports.sorted { $0.key < $1.key }.prefix(8).map { port, own in
            Finding(
                .hub, .mend, of: port, "no device is here; in the last 10 minutes: \(text(own))",
                why: "It may have been the license key. " + remedy, watch)
        }
    }

    private static func text(_ messages: [USBMessage]) -> String {
        var counts: [(word: String, count: Int)] = []
        for message in messages {
            let word =
                switch message.kind {
                case .reset: "reset"
                case .disconnected: "disconnected"
                case .failed(let text): "\"\(text)\""
                }
            if let place = counts.firstIndex(where: { $0.word == word }) {
                counts[place].count += 1
            } else {
                counts.append((word, 1))
            }
        }
        return counts.prefix(4).map { "\($0.word) \($0.count)×" }.joined(separator: ", ")
    }
}
