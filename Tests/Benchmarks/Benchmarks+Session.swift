import FileSystem
import Foundation
import HardwareKeys
import LicenseBinding
import LicensedComputer
import SystemThreads

extension Benchmarks {
    /// What the shared library costs a program, with an agent and a key that takes no time on its wire.
    static func session() async throws {
        let computer = try LicensedComputer()
        try computer.install()
        try await computer.startAgent()
        // The agent needs the threads of Swift's pool.
        try await SystemThread.run { Result { try measure(computer) } }.get()
        try libraryLoad()
        try librarySize(in: computer.folder)
        await computer.killAgent()
    }

    private static func measure(_ computer: LicensedComputer) throws {
        let library = SharedLibrary()
        let question = KeyQuestion(
            about: [computer.credential], challenge: [UInt8](repeating: 7, count: 32))
        let detector = KeyDetector(
            catalog: .builtIn, ports: computer.ports, question: question)
        func key() throws { _ = try detector.keys() }
        try Comparison(
            rounds: 200, calls: 1, { library.close(library.session(on: computer)) }, against: key
        ).print(
            "A session of the shared library, opened through the agent and closed",
            reference: "the key alone: find, open, ask, close", leaving: "2 ms")
        let session = library.session(on: computer)
        let checks = Measurement(
            (0..<20_000).map { _ in Measurement.time(of: 1) { library.check(session) } })
        Swift.print("A check in an established session")
        Swift.print("  median     \(checks.median.short)  (aim: at most 0.3 ms)")
        Swift.print("  99 %       \(checks.quantile(0.99).short)  (aim: at most 2 ms)")
        library.close(session)
    }

    private static func libraryLoad() throws {
        let loading = Program(
            "/bin/true", environment: ["LD_PRELOAD": SharedLibrary.path], isSimulated: false)
        let plain = Program("/bin/true", isSimulated: false)
        try Comparison(rounds: 50, calls: 1, loading.run, against: plain.run).print(
            "A program that loads the shared library", reference: "the same program without it",
            leaving: "20 ms")
    }

    private static func librarySize(in folder: String) throws {
        let stripped = folder + "/stripped.so"
        try Program(
            "/usr/bin/strip", ["--strip-unneeded", "-o", stripped, SharedLibrary.path],
            isSimulated: false
        ).run()
        let attributes = try FileManager.default.attributesOfItem(atPath: stripped)
        let size = Double(attributes[.size] as? Int ?? 0) / 1_000_000
        Swift.print("The shared library, stripped")
        Swift.print("  size       \((size * 10).rounded() / 10) MB  (aim: at most 20 MB)")
    }
}
