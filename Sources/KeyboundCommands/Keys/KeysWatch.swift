import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding
import USBBus
import VerdictText

struct KeysWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Tell when license keys come and go, until it is stopped.",
        discussion: "With --json, one document a line.")

    @Option(
        help: ArgumentHelp(
            "How long a key may be gone before that is told.", valueName: "duration"),
        transform: { try Duration.argument($0) })
    var debounce = Duration.seconds(5)

    @Flag(
        help: "Also FIDO2 keys that were not enrolled here, and that no license here is bound to.")
    var all = false

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let detector = PluggedKeys.detector(for: try store.store(), all: all)
        let monitor = KeyMonitor(
            following: try detector.follow(), detector: detector,
            timing: PresenceTiming(debounce: debounce))
        Console.note("Watching the license keys; Control-C ends it.")
        for await event in monitor.events() { tell(event) }
    }

    private func tell(_ event: KeyEvent) {
        let time = Timestamp.text(CommandContext.current.clock().time)
        guard !output.json else {
            return Console.printLine(
                JSONObject([
                    "event": .string(event.name), "time": .string(time),
                    "absence": event.absence.map { .number($0.seconds) },
                    "key": .object(event.key.json),
                ]))
        }
        let key = event.key
        let word = String((event.name + "    ").prefix(8))
        let line = "\(time)  \(word) \(key.text.printable)  \(key.state.rawValue)"
        let gap = event.absence.map { ", after \($0.seconds) seconds without it" } ?? ""
        Console.print(line + gap + (key.reason.map { ": " + $0 } ?? ""))
    }
}

extension KeyEvent {
    fileprivate var absence: Duration? {
        if case .bounced(_, let absence) = self { absence } else { nil }
    }
}

extension Duration {
    /// In seconds with tenths: `1.2`.
    fileprivate var seconds: String {
        let tenths = components.seconds * 10 + components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
