import ArgumentParser
import CommandLineFront
import HardwareKeys
import LicenseBinding
import USBBus

struct KeysWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Tell when license keys come and go, until it is stopped.",
        discussion: "With --json, one document a line.")

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try USBSession()
        var watch = KeyWatch(catalog: .site())
        if !output.json { Console.note("Watching the license keys; Control-C ends it.") }
        for await event in session.events() {
            for change in watch.events(after: event) { tell(change) }
        }
    }

    private func tell(_ event: KeyEvent) {
        let time = Timestamp.text(CommandContext.current.clock().time)
        guard !output.json else {
            return Console.printLine(
                JSONObject([
                    "event": .string(event.word), "time": .string(time),
                    "key": .object(event.key.json),
                ]))
        }
        let key = event.key
        let word = String((event.word + "    ").prefix(8))
        let line = "\(time)  \(word) \(key.evidence.text.printable)  \(key.state.rawValue)"
        Console.print(key.reason.map { line + ": " + $0 } ?? line)
    }
}

extension KeyEvent {
    fileprivate var word: String {
        switch self {
        case .arrived: "arrived"
        case .left: "left"
        case .changed: "changed"
        }
    }
}
