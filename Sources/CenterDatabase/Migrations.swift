import GRDB

/// The forms of the database, each made of the one before. A form that was given to anybody is never changed.
enum Migrations {
    static let all: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE product (
                        id TEXT PRIMARY KEY NOT NULL, content TEXT NOT NULL
                    ) WITHOUT ROWID;
                    CREATE TABLE kit (
                        registration TEXT PRIMARY KEY NOT NULL,
                        product TEXT NOT NULL REFERENCES product (id),
                        workplaces INTEGER NOT NULL, digits INTEGER NOT NULL,
                        created INTEGER NOT NULL, rule TEXT NOT NULL, licensee TEXT
                    ) WITHOUT ROWID;
                    CREATE TABLE pin (
                        hash BLOB PRIMARY KEY NOT NULL,
                        kit TEXT NOT NULL REFERENCES kit (registration),
                        workplace INTEGER NOT NULL, position TEXT NOT NULL, state TEXT NOT NULL,
                        computer TEXT, since INTEGER,
                        UNIQUE (kit, workplace, position)
                    ) WITHOUT ROWID;
                    CREATE TABLE license (
                        id TEXT PRIMARY KEY NOT NULL,
                        kit TEXT NOT NULL REFERENCES kit (registration),
                        workplace INTEGER NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
                        successor TEXT, file TEXT NOT NULL, issuedAt INTEGER NOT NULL,
                        computer TEXT NOT NULL, operation TEXT NOT NULL, audit INTEGER NOT NULL
                    );
                    CREATE INDEX licenseOfKit ON license (kit, workplace);
                    CREATE INDEX licenseAudit ON license (audit);
                    CREATE INDEX licenseEnded ON license (state) WHERE state <> 'active';
                    CREATE TABLE request (
                        id TEXT PRIMARY KEY NOT NULL, body BLOB NOT NULL, license TEXT NOT NULL,
                        notes TEXT NOT NULL, challenge BLOB, time INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    CREATE UNIQUE INDEX requestChallenge ON request (challenge)
                        WHERE challenge IS NOT NULL;
                    CREATE TABLE withdrawnKey (
                        id TEXT PRIMARY KEY NOT NULL, time INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    CREATE TABLE revocations (
                        id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL
                    );
                    INSERT INTO revocations (id, sequence) VALUES (1, 0);
                    CREATE TABLE audit (
                        number INTEGER PRIMARY KEY NOT NULL, time INTEGER NOT NULL,
                        event TEXT NOT NULL, content TEXT NOT NULL, previous BLOB NOT NULL,
                        hash BLOB NOT NULL
                    );
                    CREATE TABLE auditHead (
                        id INTEGER PRIMARY KEY CHECK (id = 1), count INTEGER NOT NULL,
                        head TEXT NOT NULL
                    );
                    """)
        }
        migrator.registerMigration("2") { db in
            try db.execute(
                sql: """
                    ALTER TABLE kit ADD COLUMN terms TEXT NOT NULL DEFAULT '{}';
                    CREATE TABLE center (
                        id INTEGER PRIMARY KEY CHECK (id = 1), secretMark BLOB NOT NULL,
                        restored INTEGER
                    );
                    """)
        }
        migrator.registerMigration("3") { db in
            try db.execute(
                sql: """
                    CREATE TABLE operator (
                        name TEXT PRIMARY KEY NOT NULL, tokenHash BLOB NOT NULL UNIQUE,
                        role TEXT NOT NULL, created INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    CREATE TABLE ticket (
                        number INTEGER PRIMARY KEY NOT NULL, request TEXT NOT NULL UNIQUE,
                        body BLOB NOT NULL,
                        kit TEXT NOT NULL REFERENCES kit (registration), kind TEXT NOT NULL,
                        workplace INTEGER, computer TEXT NOT NULL, reason TEXT NOT NULL,
                        contact TEXT, newLicensee TEXT, replyTo BLOB NOT NULL,
                        created INTEGER NOT NULL, state TEXT NOT NULL, decidedBy TEXT,
                        decided INTEGER, comment TEXT, sealed TEXT
                    );
                    CREATE INDEX ticketOfKit ON ticket (kit);
                    CREATE INDEX ticketOpen ON ticket (state) WHERE state = 'open';
                    """)
        }
        migrator.registerMigration("4") { db in
            try db.execute(
                sql: """
                    CREATE TABLE terms (
                        code TEXT PRIMARY KEY NOT NULL, content TEXT NOT NULL
                    ) WITHOUT ROWID;
                    CREATE TABLE workplace (
                        kit TEXT NOT NULL REFERENCES kit (registration), number INTEGER NOT NULL,
                        entitlement TEXT NOT NULL UNIQUE, PRIMARY KEY (kit, number)
                    ) WITHOUT ROWID;
                    ALTER TABLE kit ADD COLUMN termsCode TEXT REFERENCES terms (code);
                    CREATE INDEX kitWithoutTerms ON kit (registration) WHERE termsCode IS NULL;
                    """)
        }
        return migrator
    }()
}
