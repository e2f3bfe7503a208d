import CommandRuns
import GuestMessages
import LicenseBinding
import Testing
import VirtualMachine

/// A running `keybound keys watch`.
struct GuestWatch {
    struct Event {
        let word: String
        let key: JSONValue
        /// By the guest's monotonic clock.
        let at: Duration

        /// `arrived ready 1-4`
        var text: String {
            "\(word) \(key["state"]?.text ?? "?") \(key["port"]?.text ?? "?")"
        }
    }

    let program: GuestProgram
    let processID: String

    /// The next event.
    func next(within limit: Duration = .seconds(20)) async throws -> Event {
        try Self.event(
            try await program.next(within: limit) { $0.source == .output })
    }

    /// All events so far.
    var events: [Event] {
        get throws {
            // The first line is the number of the process.
            try program.lines.filter { $0.source == .output }.dropFirst().map(Self.event)
        }
    }

    private static func event(_ line: GuestLine) throws -> Event {
        let json = try JSONScanner.value(of: Array(line.text.utf8))
        return Event(
            word: try #require(json["event"]?.text), key: try #require(json["key"]), at: line.at)
    }
}
