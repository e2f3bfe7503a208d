import RecordedMachines
import SeededRandomness
import SystemInspection
import Testing

struct TCPListenerTests {
    private static let head =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

    /// Lines as a kernel has them.
    private static let version4 =
        """
           0: 0100007F:079B 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 33061 1 0 100 0 0 10 0
           1: 0100007F:079B 0100007F:C5B4 01 00000000:00000000 00:00000000 00000000  1001        0 33062 1 0 20 4 0 10 -1
           2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20051 1 0 100 0 0 10 0
        """
    private static let version6 =
        "   0: 00000000000000000000000000000000:079B 00000000000000000000000000000000:0000 0A "
        + "00000000:00000000 00:00000000 00000000     0        0 9 1 0 100 0 0 10 0\n"

    private func inspect<Result>(
        _ version4: String, _ version6: String = "", _ body: (SystemInspection) throws -> Result
    ) throws -> Result {
        let machine = try RecordedMachine()
        try machine.write(Self.head + version4, to: "proc/net/tcp")
        try machine.write(Self.head + version6, to: "proc/net/tcp6")
        try machine.write(
            "root:x:0:0:root:/root:/bin/sh\nanna:x:1000:100::/:/bin/sh", to: "etc/passwd")
        return try body(SystemInspection(root: machine.sysroot))
    }

    @Test func `everybody who listens on a port is found, and nobody who is connected to it`()
        throws
    {
        try inspect(Self.version4, Self.version6) { system in
            #expect(
                system.listeners(on: 1947)
                    == [
                        TCPListener(port: 1947, user: 1000, name: "anna"),
                        TCPListener(port: 1947, user: 0, name: "root"),
                    ])
            #expect(system.listeners(on: 22).map(\.user) == [0])
            #expect(system.listeners(on: 1948).isEmpty)
        }
    }

    @Test func `users have names where the file tells them`() throws {
        try inspect(Self.version4) { system in
            #expect(system.name(ofUser: 1000) == "anna")
            #expect(system.name(ofUser: 0) == "root")
            #expect(system.name(ofUser: 7) == nil)
        }
    }

    @Test func `random changes make no trap`() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            var bytes = Array(Self.version4.utf8)
            for _ in 0..<4 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                    in: 0x20...0x7f, using: &random)
            }
            let count = try inspect(String(decoding: bytes, as: UTF8.self)) { system in
                system.listeners(on: 1947).count
            }
            #expect(count <= 3)
        }
    }
}
