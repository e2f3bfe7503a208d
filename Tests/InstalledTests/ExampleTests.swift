import Foundation
import LicenseBinding
import LicensedComputer
import SimulatedKeys
import Testing

/// The examples, built and run by what is installed alone, with an agent and a simulated key.
@Suite(.timeLimit(.minutes(5)))
struct ExampleTests {
    private static let kinds = ["C", "Python", "Swift", "shell"]

    private let prefix: InstalledPrefix
    private let computer: LicensedComputer

    init() throws {
        prefix = try InstalledPrefix()
        computer = try LicensedComputer()
    }

    private var environment: [String: String] {
        ["KEYBOUND_STATE_DIR": computer.state, "KEYBOUND_SOCKET": computer.socket]
    }

    /// Builds an example, if it is to be built.
    /// - Returns: the command that runs it.
    private func example(_ kind: String) async throws -> String {
        let source = prefix.examples + "/licensed"
        let program = computer.folder + "/licensed"
        let build: String
        switch kind {
        case "C":
            build =
                "gcc -std=c99 -Wall -Wextra -Werror \(source).c $(pkg-config --cflags --libs keybound) -o \(program)"
        case "Swift":
            build =
                "swiftc -import-objc-header \(prefix.path)/include/keybound.h \(source).swift $(pkg-config --libs keybound) -o \(program)"
        case "Python": return "python3 \(source).py"
        default: return "sh \(source).sh"
        }
        let built = try await prefix.run(build)
        try #require(built.code == 0, "\(built.output)")
        return program
    }

    private func run(_ example: String, _ rest: String = "") async throws -> InstalledPrefix.Result
    {
        try await prefix.run(
            "\(example) planner \(computer.folder)/publisher.jwk \(rest)", environment: environment)
    }

    @Test(arguments: kinds)
    func `an example says whether it may run, and why not`(kind: String) async throws {
        try await computer.startAgent()
        let program = try await example(kind)
        let refused = try await run(program)
        #expect(refused.code == 3)
        #expect(refused.output.contains("a license for the product planner"))
        try computer.install()
        let accepted = try await run(program)
        #expect(accepted.code == 0, "\(accepted.output)")
        let usage = try await prefix.run(program, environment: environment)
        #expect(usage.code == 64)
    }

    @Test(arguments: ["C", "Python", "Swift"])
    func `an example tells that the key was pulled and is back`(kind: String) async throws {
        try computer.install()
        try await computer.startAgent()
        let program = try await example(kind)
        let told = computer.folder + "/told"
        async let result = run(program, "6 > \(told)")
        try await wait(for: "The license holds.", in: told)
        computer.ports.unplugAll()
        try await wait(for: "without its key it holds for 25", in: told)
        computer.ports.plug(computer.key)
        #expect(try await result.code == 0)
        let output = try String(contentsOfFile: told, encoding: .utf8)
        #expect(output.components(separatedBy: "now ACCEPTED").count == 3, "\(output)")
    }

    private func wait(for words: String, in file: String) async throws {
        // The file comes with the program.
        while (try? String(contentsOfFile: file, encoding: .utf8))?.contains(words) != true {
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    @Test func `ten thousand sessions leave nothing behind`() async throws {
        try computer.install()
        try await computer.startAgent()
        let program = try await example("C")
        func memory(after count: Int) async throws -> Int {
            let result = try await run(
                "/usr/bin/time -f 'kilobytes %M' \(program)", "--repeat \(count) > /dev/null")
            let number = result.output.split(separator: " ").last?.dropLast()
            return try #require(number.flatMap { Int($0) }, "\(result.output)")
        }
        let few = try await memory(after: 1000)
        let many = try await memory(after: 10_000)
        #expect(many - few < 4096, "\(few) and \(many) KiB")
    }

    @Test func `valgrind finds nothing lost`() async throws {
        try computer.install()
        try await computer.startAgent()
        let program = try await example("C")
        let result = try await run("valgrind --leak-check=full \(program)", "--repeat 20")
        // A thread that is still at work at the end may hold a block; what sessions lose there are twenty of.
        let lost = result.output.firstMatch(of: /definitely lost: [\d,]+ bytes in (\d+) blocks/)
        let blocks = try #require(lost.flatMap { Int($0.1) }, "\(result.output.suffix(3000))")
        #expect(blocks < 5, "\(result.output.suffix(3000))")
        #expect(!result.output.contains("Invalid"), "\(result.output.suffix(3000))")
        #expect(result.code == 0)
    }

    @Test func `a child of a process that has a session is told that it has none`() async throws {
        try computer.install()
        try await computer.startAgent()
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "forked.c").path
        let program = computer.folder + "/forked"
        let built = try await prefix.run(
            "gcc -std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror \(source) "
                + "$(pkg-config --cflags --libs keybound) -o \(program)")
        try #require(built.code == 0, "\(built.output)")
        let result = try await run(program)
        #expect(
            result.output == """
                parent refused 1
                child opens 0
                parent opens 0
                child uses 4
                parent checks 0

                """)
    }

    @Test func `a user without rights and without a home gets an answer that says what to do`()
        async throws
    {
        try computer.install()
        try await computer.startAgent()
        let program = try await example("C")
        let result = try await prefix.run(
            """
            chmod 755 \(computer.folder); env -i LD_LIBRARY_PATH=\(prefix.path)/lib \
            KEYBOUND_STATE_DIR=\(computer.state) KEYBOUND_SOCKET=\(computer.socket) \
            setpriv --reuid=65534 --regid=65534 --clear-groups \
            \(program) planner \(computer.folder)/publisher.jwk
            """)
        #expect(result.code == 3)
        #expect(result.output.contains("join the group keybound"), "\(result.output)")
    }

    @Test func `a container root without USB, with the socket alone, works`() async throws {
        try computer.install()
        try await computer.startAgent()
        let program = try await example("C")
        // Neither /sys nor devices are there, and the home is none.
        let result = try await prefix.run(
            """
            unshare --mount sh -c 'mount -t tmpfs none /sys && mount -t tmpfs none /dev/bus 2>/dev/null; \
            exec env -i LD_LIBRARY_PATH=\(prefix.path)/lib \
            KEYBOUND_STATE_DIR=\(computer.state) KEYBOUND_SOCKET=\(computer.socket) \
            \(program) planner \(computer.folder)/publisher.jwk'
            """)
        #expect(result.code == 0, "\(result.output)")
    }
}
