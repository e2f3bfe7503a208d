import Crypto
import Foundation
import LicenseBinding
import SeatProtocol
import TestPublisher

/// A seat server under load, with its database on the disk, beside the simplest server of JSON.
extension Benchmarks {
    private static let seconds = 4.0
    /// How often servers take turns: what else a machine does hits both.
    private static let rounds = 5

    static func seats() async throws {
        print("Seats: durable claims and releases by the pair, beside a server that says hello")
        let hello = try Server(.here, ["hello", "18190"], port: 18190)
        let site = try SeatSite(seats: 4000, port: 18191)
        let hash = Base64URL.encode(SHA256.hash(data: [UInt8](repeating: 7, count: 32)))
        var number: UInt64 = 0
        func pairs(_ count: Int) -> [PairClient] {
            (0..<count).map { _ in
                number += 1
                return PairClient(hash: hash, from: number << 24, step: 1)
            }
        }
        _ = try hello.load((0..<16).map { _ in HelloClient() }, 1)
        _ = try site.load(pairs(16), 1)
        for connections in [1, 16, 64, 256] {
            let turns = try turns {
                try site.load(pairs(connections), seconds / 2)
            } beside: {
                try hello.load((0..<connections).map { _ in HelloClient() }, seconds / 2)
            }
            tell("\(connections) connections", turns.map(\.0), beside: turns.map(\.1))
        }
        print("Renewals at 16 connections")
        for batch in [1, 100] {
            let clients = (0..<UInt64(min(16, 960 / batch))).map { client in
                let first = 0x9000_0000_0000 + client * 1000
                return RenewalClient(
                    hash: hash, (0..<UInt64(batch)).map { first + $0 }, inBatchesOf: batch)
            }
            let turns = try turns {
                try site.load(clients, seconds / 2)
            } beside: {
                try hello.load((0..<16).map { _ in HelloClient() }, seconds / 2)
            }
            tell("\(batch) in a request", turns.map(\.0), beside: turns.map(\.1))
            print("    leases renewed \(Int(turns.map(\.0.rate).median) * batch) a second")
        }
        print("  memory of the server: \(site.memory / 1024) MiB")
        try manySeats(hash)
        try verification()
    }

    /// Two loads in turn, some rounds of them.
    private static func turns(
        _ load: () throws -> LoadGenerator.Result,
        beside reference: () throws -> LoadGenerator.Result
    ) rethrows -> [(LoadGenerator.Result, LoadGenerator.Result)] {
        try (0..<rounds).map { _ in (try load(), try reference()) }
    }

    /// The same speed with few seats and with many, and what 100,000 live leases take.
    private static func manySeats(_ hash: String) throws {
        print("By the size of the pool, one connection")
        var rates: [Double] = []
        for (seats, port) in [(1, UInt16(18192)), (100_000, 18193)] {
            let site = try SeatSite(seats: seats, port: port)
            // One run alone: its last seat is not given back.
            let result = try site.load([PairClient(hash: hash, from: 2 << 40, step: 1)], seconds)
            tell("\(seats) seats", [result])
            rates.append(result.rate)
            guard seats > 1 else { continue }
            let empty = site.memory
            let clients = (0..<UInt64(16)).map { client in
                RenewalClient(
                    hash: hash, (0..<UInt64(6249)).map { client << 32 + $0 }, inBatchesOf: 1)
            }
            // All are claimed before the first is renewed.
            _ = try site.load(clients, 12)
            let full = site.memory
            print("  100,000 leases: \((full - empty) * 1024 / 99_984) bytes each")
            let few = (0..<UInt64(16)).map { client in
                RenewalClient(hash: hash, [client << 32], inBatchesOf: 1)
            }
            tell("renewals with 100,000 leases, 16 connections", [try site.load(few, seconds)])
        }
        let ratio = (rates[0] / rates[1]).formatted(.number.precision(.fractionLength(2)))
        print("  ratio of the two  \(ratio)  (aim: at most 1.3)")
    }

    /// What a program takes for a seat: the grant, with a chain that it knows already.
    private static func verification(rounds: Int = 200) throws {
        let key = SeededCredential(seed: 1)
        let server = SeededKey(seed: 31)
        let publisher = TestPublisher()
        let license = try publisher.signed(License.sample(binding: .sample([.signing()])))
        let content = SeatDelegation.Content(
            license: license.id, server: server.publicKey, from: TestTime.now,
            until: TestTime.now + 600, root: [UInt8](repeating: 3, count: 32))
        let delegation = SeatDelegation(
            content, KeyWord(of: key.credential.keyID, try key.assertion(of: content.challenge)))
        guard let lease = LeaseID(bytes: [UInt8](repeating: 1, count: 16)) else { return }
        let seat = SeatGrant.Seat(
            lease: lease, license: license.id, feature: nil, user: "ann", host: "pc-1",
            secretHash: [UInt8](repeating: 5, count: 32))
        let grant = Array(try SeatGrant(seat, seconds: 90).signed(by: server).utf8)
        let message = Array(grant.dropLast(87))
        let signature = try server.signature(for: message)
        let comparison = try Comparison(
            rounds: rounds, calls: 20,
            { _ = try SeatChain.verify(grant, of: seat, under: delegation, at: TestTime.now) },
            against: { _ = server.publicKey.isValid(signature, for: message[...]) })
        comparison.print(
            "A seat verified by its program, its chain known (aim: 0.2 ms)",
            reference: "one Ed25519 verification", aim: 2)
    }

    /// Load alone, at a server that runs already: its port, connections, and seconds.
    static func load(ofSeats: Bool, _ numbers: [Int]) throws {
        let generator = LoadGenerator(port: UInt16(numbers[0]))
        guard ofSeats else {
            let clients = (0..<numbers[1]).map { _ in HelloClient() }
            let result = try generator.run(clients, seconds: Double(numbers[2]))
            return tell("\(numbers[1]) connections", [result])
        }
        let hash = Base64URL.encode(SHA256.hash(data: [UInt8](repeating: 7, count: 32)))
        let clients = (0..<numbers[1]).map { client in
            PairClient(hash: hash, from: UInt64(client + 1) << 24, step: 1)
        }
        let result = try generator.run(clients, seconds: Double(numbers[2]))
        tell("\(numbers[1]) connections", [result])
    }

    /// Tells the medians of some rounds.
    private static func tell(
        _ title: String, _ results: [LoadGenerator.Result],
        beside references: [LoadGenerator.Result] = []
    ) {
        func short(_ part: Double, _ results: [LoadGenerator.Result]) -> String {
            Duration.seconds(results.map { $0.quantile(part) }.median).short
        }
        var line = "  \(title): \(Int(results.map(\.rate).median)) a second"
        if !references.isEmpty {
            let ratio = zip(results, references).map { $0.rate / $1.rate }.median
                .formatted(.number.precision(.fractionLength(3)))
            line +=
                ", hello \(Int(references.map(\.rate).median)) with p99 \(short(0.99, references)), ratio \(ratio)"
        }
        let errors = results.map(\.errors).reduce(0, +)
        line += ", median \(short(0.5, results)), p99 \(short(0.99, results))"
        print("\(line), errors \(errors)")
    }
}

/// A server as a process of its own.
final class Server {
    enum Kind {
        case here
        case script(String)
    }

    private let process = Process()
    private let port: UInt16

    init(_ kind: Kind, _ arguments: [String], port: UInt16) throws {
        self.port = port
        switch kind {
        case .here: process.executableURL = URL(filePath: CommandLine.arguments[0])
        case .script(let path): process.executableURL = URL(filePath: path)
        }
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging([
            "LOG_LEVEL": "error", "KEYBOUND_LOG_LEVEL": "error",
        ]) { $1 }
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let end = Date() + 30
        while (try? LoadGenerator(port: port).run([HelloClient](), seconds: 0)) == nil || !answers {
            guard Date() < end else { throw LoadGenerator.Failure(text: "no server at \(port)") }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    deinit { process.terminate() }

    var identifier: Int32 { process.processIdentifier }

    private var answers: Bool {
        (try? LoadGenerator(port: port).run([HelloClient()], seconds: 0.01)) != nil
    }

    func load(_ clients: [some LoadGenerator.Client], _ seconds: Double) throws
        -> LoadGenerator.Result
    {
        try LoadGenerator(port: port).run(clients, seconds: seconds)
    }
}

/// A seat server with a simulated key.
final class SeatSite {
    private let server: Server
    private let folder: BenchmarkFolder

    init(seats: Int, port: UInt16) throws {
        folder = try BenchmarkFolder()
        let script = FileManager.default.currentDirectoryPath + "/Tests/Support/serve-seats"
        server = try Server(
            .script(script), ["\(port)", "\(seats)", folder.path + "/site"], port: port)
        // Its key is asked as soon as it listens.
        Thread.sleep(forTimeInterval: 1)
    }

    func load(_ clients: [some LoadGenerator.Client], _ seconds: Double) throws
        -> LoadGenerator.Result
    {
        try server.load(clients, seconds)
    }

    /// What it has in memory, in KiB.
    var memory: Int {
        let status =
            (try? String(contentsOfFile: "/proc/\(server.identifier)/status", encoding: .utf8))
            ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0
    }
}
