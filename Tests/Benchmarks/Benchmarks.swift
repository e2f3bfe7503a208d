import CommandRuns
import Foundation
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import TestPublisher

/// What the design promises about time, measured.
@main
struct Benchmarks {
    private static let publisher = TestPublisher()

    static func main() async throws {
        // The simulated bus makes opening files slow, and a session opens some.
        switch CommandLine.arguments.dropFirst() {
        case ["session"]: return try await session()
        case ["center"]: return try await center()
        case ["seats"]: return try await seats()
        case let words where ["seat-load", "hello-load"].contains(words.first):
            return try load(
                ofSeats: words.first == "seat-load", Array(words.dropFirst()).compactMap { Int($0) }
            )
        case let words where words.first == "hello":
            return try await HelloServer.run(port: words.last.flatMap { Int($0) } ?? 0)
        case ["phone"]: return try phone()
        case ["center-on-slow-disk"]: return try await centerOnSlowDisk()
        default: break
        }
        try verification()
        try silentProof(by: publisher)
        try toldKeys()
        try await SimulatedBus.exclusively { bus in
            let store = try BenchmarkStore(publisher: publisher)
            bus.plug(.licenseKey(serial: "30A1B2C3"))
            try programStart(store)
            try arrivals(bus)
            try longList(store)
        }
    }

    /// One license in memory, read, verified and judged.
    private static func verification() throws {
        let file = try publisher.file(of: .sample())
        let message = Array(file.dropLast(88))
        let signature = try publisher.issuingKey.signature(for: message)
        let key = publisher.issuingKey.publicKey
        var evidence = Evidence(time: TestTime.now)
        evidence.keys = [.sample()]
        func raw() {
            guard key.isValid(signature, for: message[...]) else { preconditionFailure() }
        }
        func judge(_ reader: inout DocumentReader) throws {
            let license = try reader.license(file)
            guard case .accepted = LicenseVerifier.verdict(on: license, given: evidence) else {
                preconditionFailure("the sample license must be accepted")
            }
        }
        var warm = publisher.reader
        try Comparison(rounds: 200, calls: 50, { try judge(&warm) }, against: raw).print(
            "One license, its issuing certificate verified before",
            reference: "one Ed25519 verification", aim: 1.5)
        let cold = { () throws in
            var reader = publisher.reader
            try judge(&reader)
        }
        let twice = {
            raw()
            raw()
        }
        try Comparison(rounds: 200, calls: 50, cold, against: twice).print(
            "One license, its issuing certificate verified too",
            reference: "two Ed25519 verifications", aim: 1.5)
    }

    private static func programStart(_ store: BenchmarkStore) throws {
        try store.install(count: 1)
        let comparison = try Comparison(
            rounds: 50, calls: 1,
            { try store.program("license", "verify", isSimulated: true).run() },
            against: { try Program("/bin/true").run() })
        print("From the start of the process to its end with a verdict, libusb started")
        print("  median     \(comparison.subject.median.short)  (aim: at most 50 ms)")
        print("  reference  \(comparison.reference.median.short)  /bin/true")
    }

    private static func arrivals(_ bus: SimulatedBus) throws {
        let watch = Process()
        watch.executableURL = Program.keybound
        // A removal is told at once, or each round would wait for five seconds.
        watch.arguments = ["keys", "watch", "--json", "--debounce", "0s"]
        let pipe = Pipe()
        watch.standardOutput = pipe
        watch.standardError = FileHandle.nullDevice
        try watch.run()
        defer { watch.terminate() }
        let lines = LineReader(pipe.fileHandleForReading)
        _ = try lines.next()
        let clock = ContinuousClock()
        let times = try (0..<300).map { round in
            let start = clock.now
            let plug = bus.plug(.licenseKey(serial: "\(round)", port: "\(round / 100 + 2)-1"))
            _ = try lines.next()
            let time = start.duration(to: clock.now)
            bus.unplug(plug)
            _ = try lines.next()
            return time
        }
        let measurement = Measurement(times)
        print("From plugging in to the line of \"keys watch\"")
        print("  median     \(measurement.median.short)")
        print("  p99        \(measurement.quantile(0.99).short)  (aim: at most 50 ms)")
    }

    private static func longList(_ store: BenchmarkStore) throws {
        let count = 10_000
        try store.install(count: count)
        let message = [UInt8](repeating: 7, count: 1200)
        let signature = try publisher.issuingKey.signature(for: message)
        let key = publisher.issuingKey.publicKey
        let comparison = try Comparison(
            rounds: 5, calls: 1, { try store.program("license", "list", isSimulated: false).run() },
            against: {
                for _ in 0..<count { precondition(key.isValid(signature, for: message[...])) }
            })
        print("\"license list\" over \(count) files")
        print("  median     \(comparison.subject.median.short)  (aim: at most 1000 ms)")
        print("  reference  \(comparison.reference.median.short)  \(count) Ed25519 verifications")
    }
}
