import GRDB

/// The forms of the database, each made of the one before. A form that was given to anybody is never changed.
enum SeatMigrations {
    private static let leaseColumns = """
        id BLOB NOT NULL, secretHash BLOB NOT NULL, license TEXT NOT NULL, feature TEXT,
        user TEXT NOT NULL, host TEXT NOT NULL, session TEXT NOT NULL, address BLOB,
        isKnown INTEGER NOT NULL, claimed INTEGER NOT NULL, borrowed INTEGER
        """

    static let all: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE lease (\(leaseColumns), PRIMARY KEY (id)) WITHOUT ROWID;
                    CREATE TABLE writeOff (
                        number INTEGER PRIMARY KEY, \(leaseColumns), reason TEXT NOT NULL,
                        actor TEXT NOT NULL, time INTEGER NOT NULL
                    );
                    CREATE TABLE client (
                        name TEXT PRIMARY KEY NOT NULL, tokenHash BLOB NOT NULL,
                        since INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    """)
        }
        return migrator
    }()
}
