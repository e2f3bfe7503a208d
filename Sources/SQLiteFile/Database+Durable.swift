package import GRDB

extension Configuration {
    /// Another process may hold the database for a while.
    package static var durable: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return configuration
    }
}

extension DatabaseWriter {
    /// Makes a commit that was answered survive a power cut. GRDB sets NORMAL when it opens.
    /// - Parameter logPages: after how many pages of the log a commit writes what is left of it back; the checkpointer has
    ///   written most of it by then.
    package func makeDurable(logPages: Int = 16384) throws {
        try writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA cache_size = -65536")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(logPages)")
        }
    }
}
