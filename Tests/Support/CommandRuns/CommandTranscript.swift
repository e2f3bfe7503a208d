import Synchronization

/// What a command wrote so far.
final class CommandTranscript: Sendable {
    private let text = Mutex("")

    var written: String { text.withLock { $0 } }

    func write(_ more: String) {
        text.withLock { $0 += more }
    }
}
