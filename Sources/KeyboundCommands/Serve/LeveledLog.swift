import Logging
import Synchronization

/// What is logged, which a running daemon may be told anew.
final class LogLevel: Sendable {
    private let level: Mutex<Logger.Level>

    init(_ level: Logger.Level) {
        self.level = Mutex(level)
    }

    var current: Logger.Level { level.withLock(\.self) }

    func set(_ new: Logger.Level) {
        level.withLock { $0 = new }
    }
}

/// Logs to standard error what a shared level lets through.
struct LeveledLog: LogHandler {
    private var handler: StreamLogHandler
    private let level: LogLevel

    init(label: String, _ level: LogLevel) {
        self.level = level
        handler = .standardError(label: label)
        // What comes here has been let through.
        handler.logLevel = .trace
    }

    var logLevel: Logger.Level {
        get { level.current }
        set { level.set(newValue) }
    }

    var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        handler.log(event: event)
    }
}
