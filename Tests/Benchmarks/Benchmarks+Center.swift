import CenterDatabase
import CenterProtocol
import CommandLineFront
import Crypto
import Foundation
import GRDB
import KeyAttestation
import LicenseBinding
import LicensingCenter
import Synchronization
import TestPublisher

/// A licensing center under load, with its database on the disk.
extension Benchmarks {
    private static let clients = 50

    /// All figures, and once more with a disk whose every sync takes 5 ms longer.
    static func center() async throws {
        print("Activations of 50 clients at once, each kept for good before it is answered")
        try await activations()
        let slow = Process()
        slow.executableURL = URL(filePath: CommandLine.arguments[0])
        slow.arguments = ["center-on-slow-disk"]
        slow.environment = ProcessInfo.processInfo.environment.merging([
            "LD_PRELOAD": URL(filePath: CommandLine.arguments[0])
                .deletingLastPathComponent().appending(path: "libslow-sync.so").path,
            "KEYBOUND_SYNC_DELAY": "5000",
        ]) { $1 }
        fflush(nil)
        try slow.run()
        slow.waitUntilExit()
        try await manyLicenses()
    }

    static func centerOnSlowDisk() async throws {
        print("The same with every sync 5 ms longer")
        try await activations(seconds: 3)
    }

    private static func activations(seconds: Double = 5) async throws {
        let folder = try BenchmarkFolder()
        let single = try singleCommits(in: folder, seconds: 2)
        let center = try BenchmarkCenter(in: folder)
        let sheet = try await center.kit(workplaces: 60_000)
        let start = ContinuousClock.now
        let times = try await center.activate(sheet, from: 0, by: clients, for: seconds)
        let rate = Double(times.count) / ((.now - start) / .seconds(1))
        let measurement = Measurement(times)
        print("  rate       \(Int(rate)) a second")
        print("  reference  \(Int(single)) single commits of SQLite a second")
        print("  ratio      \((rate / single).formatted(.number.precision(.fractionLength(2))))")
        print("  median     \(measurement.median.short), p99 \(measurement.quantile(0.99).short)")
    }

    /// One row and one commit after the other, as fast as SQLite does it.
    private static func singleCommits(in folder: BenchmarkFolder, seconds: Double) throws -> Double
    {
        let pool = try DatabasePool(path: folder.path + "/reference.sqlite")
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try pool.write { try $0.execute(sql: "CREATE TABLE row (id INTEGER PRIMARY KEY, x BLOB)") }
        let row = Data(repeating: 7, count: 1000)
        let end = ContinuousClock.now + .seconds(seconds)
        var count = 0
        while .now < end {
            try pool.write {
                try $0.execute(sql: "INSERT INTO row (x) VALUES (?)", arguments: [row])
            }
            count += 1
        }
        return Double(count) / seconds
    }

    /// What an activation takes with a thousand licenses in the database, and with a million.
    private static func manyLicenses() async throws {
        var medians: [Duration] = []
        for count in [1000, 1_000_000] {
            let folder = try BenchmarkFolder()
            let center = try BenchmarkCenter(in: folder)
            let sheet = try await center.kit(workplaces: 20_000)
            try await center.fill(count)
            _ = try await center.activate(sheet, from: 0, by: 1, for: 0.3)
            let times = try await center.activate(sheet, from: 10_000, by: 1, for: 2)
            medians.append(Measurement(times).median)
        }
        print("An activation by one client, by the licenses that there are")
        print("  1,000      \(medians[0].short)")
        print("  1,000,000  \(medians[1].short)")
        let ratio = medians[1] / medians[0]
        print(
            "  ratio      \(ratio.formatted(.number.precision(.fractionLength(2))))  (aim: at most 1.3)"
        )
    }
}

/// A folder on the disk that goes with this.
final class BenchmarkFolder {
    let path: String

    init() throws {
        // Temporary files may be in memory, where a sync is none.
        path =
            FileManager.default.currentDirectoryPath
            + "/.build/bench-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What stays behind is below the build folder.
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// One number after the other.
private final class Numbers: Sendable {
    private let last: Mutex<Int>

    init(from first: Int) {
        last = Mutex(first - 1)
    }

    func next() -> Int {
        last.withLock { last in
            last += 1
            return last
        }
    }
}

/// A center with a product.
struct BenchmarkCenter {
    private let center: Center
    private let path: String
    private let publisher = TestPublisher()
    private let issuer: LicenseIssuer

    init(in folder: BenchmarkFolder) throws {
        let certificate = IssuingCertificate(
            publisher: publisher.name, key: publisher.issuingKey.publicKey,
            notBefore: Date() - 86400, expires: Date() + 86400,
            purposes: [.license, .revocations, .time])
        issuer = LicenseIssuer(
            key: publisher.issuingKey, certificate: try certificate.signed(by: publisher.rootKey))
        path = folder.path + "/center-\(UInt32.random(in: 0 ... .max)).sqlite"
        let seal = AuditSeal(by: issuer, of: publisher.root) { Date() }
        let database = try CenterDatabase(at: path, sealing: seal)
        center = Center(
            storage: database, publisher: publisher.root, issuer: issuer,
            signsUntil: .distantFuture, secret: SymmetricKey(size: .bits256),
            policy: AttestationPolicy(), clock: { Date() },
            random: CommandContext.current.random)
    }

    func kit(workplaces: Int) async throws -> PINSheet {
        try await center.add(Product(id: "planner", name: "Planner"))
        return try await center.createKit(
            product: "planner", workplaces: workplaces, kind: .standard)
    }

    /// Activates one workplace after the other.
    /// - Returns: how long each took.
    func activate(
        _ sheet: PINSheet, from first: Int, by clients: Int, for seconds: Double
    ) async throws -> [Duration] {
        let licensee = try LicenseeData(Claims(JSONObject(["name": "Example Institute"])))
        let pins = sheet.lines.filter { $0.position == .main }.map(\.pin)
        let next = Numbers(from: first)
        let end = ContinuousClock.now + .seconds(seconds)
        return try await withThrowingTaskGroup { tasks in
            for _ in 0..<clients {
                tasks.addTask { [center] in
                    var times: [Duration] = []
                    while .now < end {
                        let number = next.next()
                        guard number < pins.count else { break }
                        let start = ContinuousClock.now
                        _ = try await center.activate(
                            request(sheet, pins[number], number, licensee))
                        times.append(.now - start)
                    }
                    return times
                }
            }
            return try await tasks.reduce(into: []) { $0 += $1 }
        }
    }

    private func request(
        _ sheet: PINSheet, _ pin: PIN, _ number: Int, _ licensee: LicenseeData
    ) throws -> ActivationRequest {
        guard let id = RequestID("benchmark-request-\(number)-\(UInt64.random(in: 0 ... .max))")
        else { preconditionFailure("plain characters") }
        return ActivationRequest(
            head: RequestHead(
                id: id, registration: sheet.kit.registration, computer: "computer-\(number)"),
            operation: .firstRun, pin: pin, licensee: licensee,
            binding: ProposedBinding(
                mode: .key, keys: [.identified(.hasp(UInt64(number + 1)))], machine: nil))
    }

    /// Puts licenses of other kits into the database, as many rows of each kind as activations make.
    func fill(_ count: Int) async throws {
        let queue = try DatabaseQueue(path: path)
        let file = String(repeating: "x", count: 1500)
        try await queue.write { db in
            let product = try String.fetchOne(db, sql: "SELECT id FROM product") ?? ""
            let last = try Int64.fetchOne(db, sql: "SELECT max(number) FROM audit") ?? 0
            let hash = try Data.fetchOne(
                db, sql: "SELECT hash FROM audit WHERE number = ?", arguments: [last])
            for number in 0..<count {
                let kit = "k\(number / 1000)"
                if number % 1000 == 0 {
                    try db.execute(
                        sql: "INSERT INTO kit VALUES (?, ?, 1000, 15, 0, '{}', NULL, '{}')",
                        arguments: [kit, product])
                }
                let key = Data(SHA256.hash(data: Data("\(number)".utf8)))
                try db.cachedStatement(
                    sql: "INSERT INTO pin VALUES (?, ?, ?, 'main', 'active', 'c', 0)"
                ).execute(arguments: [key, kit, number % 1000 + 1])
                try db.cachedStatement(
                    sql: """
                        INSERT INTO license VALUES (?, ?, ?, 'standard', 'active', NULL, ?, 0, 'c',
                            'first-run', ?)
                        """
                ).execute(arguments: [
                    "l\(key.base64EncodedString())", kit, number % 1000 + 1, file, 0,
                ])
                try db.cachedStatement(
                    sql: "INSERT INTO request VALUES (?, ?, 'l', '{}', NULL, 0)"
                ).execute(arguments: [key.base64EncodedString(), key])
                try db.cachedStatement(
                    sql: "INSERT INTO audit VALUES (?, 0, 'license.issued', '{}', ?, ?)"
                ).execute(arguments: [last + Int64(number) + 1, hash, hash])
            }
            let head = AuditHead(
                publisher: publisher.name, time: Date(), count: last + Int64(count),
                hash: hash.map { Array($0) } ?? [])
            try db.execute(
                sql: "UPDATE auditHead SET count = ?, head = ?",
                arguments: [head.count, try issuer.file(of: head)])
        }
    }
}
