@testable import HASP
import PlainHTTP
import SimulatedRuntime

extension Benchmarks {
    /// The hardware keys that the run-time of this computer tells of.
    static func toldKeys() throws {
        let rows = (1...20).map { SimulatedRow.key($0) }
        let runtime = try SimulatedRuntime(.serves(.new, rows))
        defer { runtime.stop() }
        guard let address = ServiceAddress("127.0.0.1", port: runtime.port) else {
            preconditionFailure("an IPv4 address")
        }
        let service = RuntimeService(at: address)
        func ask() throws {
            guard try service.keys().count == rows.count else {
                preconditionFailure("all keys must be told")
            }
        }
        let request = Array("GET \(RuntimePage.keys[0]) HTTP/1.1\r\n\r\n".utf8)
        func exchange() throws {
            let connection = try SocketConnection(to: address, until: .now + .seconds(1))
            try connection.write(request)
            while try !connection.read().isEmpty {}
        }
        try Comparison(rounds: 100, calls: 10, ask, against: exchange).print(
            "The 20 keys of a run-time on this computer: ask, read, choose",
            reference: "the same bytes over TCP, unread", leaving: "0.5 ms")
    }
}
