import Crypto
import Foundation
import LicenseBinding

/// A seat server under load, with its database on the disk, beside the simplest server of JSON.
extension Benchmarks {
    private static let seconds = 4.0

    static func seats() async throws {
        print("Seats: durable claims and releases by the pair, beside a server that says hello")
        let hello = try Server(.here, ["hello", "18190"], port: 18190)
        let site = try SeatSite(seats: 2000, port: 18191)
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
            let reference = try hello.load(
                (0..<connections).map { _ in HelloClient() }, seconds / 2)
            let result = try site.load(pairs(connections), seconds)
            let again = try hello.load((0..<connections).map { _ in HelloClient() }, seconds / 2)
            tell("\(connections) connections", result, [reference, again])
        }
        print("Renewals at 16 connections")
        for batch in [1, 100] {
            let reference = try hello.load((0..<16).map { _ in HelloClient() }, seconds / 2)
            let clients = (0..<UInt64(min(16, 960 / batch))).map { client in
                let first = 0x9000_0000_0000 + client * 1000
                return RenewalClient(hash: hash, (0..<UInt64(batch)).map { first + $0 })
            }
            let result = try site.load(clients, seconds)
            tell("\(batch) in a request", result, [reference])
            print("    leases renewed \(Int(result.rate) * batch) a second")
        }
        print("  memory of the server: \(site.memory / 1024) MiB")
    }

    /// Load alone, at a server that runs already: its port, connections, and seconds.
    static func seatLoad(_ numbers: [Int]) throws {
        let hash = Base64URL.encode(SHA256.hash(data: [UInt8](repeating: 7, count: 32)))
        let clients = (0..<numbers[1]).map { client in
            PairClient(hash: hash, from: UInt64(client + 1) << 24, step: 1)
        }
        let result = try LoadGenerator(port: UInt16(numbers[0])).run(
            clients, seconds: Double(numbers[2]))
        tell("\(numbers[1]) connections", result, [])
    }

    private static func tell(
        _ title: String, _ result: LoadGenerator.Result, _ references: [LoadGenerator.Result]
    ) {
        let reference = references.map(\.rate).reduce(0, +) / Double(max(1, references.count))
        let ratio = (result.rate / reference).formatted(.number.precision(.fractionLength(3)))
        func short(_ seconds: Double) -> String { Duration.seconds(seconds).short }
        print(
            "  \(title): \(Int(result.rate)) a second, hello \(Int(reference)), ratio \(ratio), "
                + "median \(short(result.quantile(0.5))), p99 \(short(result.quantile(0.99))), errors \(result.errors)"
        )
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
