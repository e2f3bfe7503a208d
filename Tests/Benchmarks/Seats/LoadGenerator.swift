import Glibc

/// Many connections that are kept alive, each with one request after the other, all in one thread: what it takes itself is
/// little, as it shares the processors with the server.
struct LoadGenerator {
    /// What a connection does.
    protocol Client {
        /// The next request, as it goes over the wire.
        mutating func request() -> [UInt8]
        /// - Returns: whether the request was one that is counted, and answered as it had to be.
        mutating func answered(_ status: Int, _ body: ArraySlice<UInt8>) -> Bool
    }

    struct Failure: Error {
        let text: String
    }

    struct Result {
        var counted = 0
        /// Answers that were not as they had to be.
        var errors = 0
        var seconds = 0.0
        /// Of each request that was counted, in seconds.
        var latencies: [Double] = []

        var rate: Double { Double(counted) / seconds }
        func quantile(_ part: Double) -> Double {
            let sorted = latencies.sorted()
            return sorted.isEmpty
                ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
        }
    }

    private struct Connection<Subject: Client> {
        let descriptor: Int32
        var client: Subject
        var buffer: [UInt8] = []
        var sent = 0.0
    }

    let port: UInt16

    func run<Subject: Client>(_ clients: [Subject], seconds: Double) throws -> Result {
        var connections: [Connection<Subject>] = []
        defer { for connection in connections { close(connection.descriptor) } }
        for client in clients {
            connections.append(Connection(descriptor: try connect(), client: client))
        }
        var events = connections.map { pollfd(fd: $0.descriptor, events: 1, revents: 0) }
        var result = Result()
        let start = now()
        for index in connections.indices { try send(&connections[index]) }
        var chunk = [UInt8](repeating: 0, count: 65536)
        while now() - start < seconds {
            poll(&events, nfds_t(events.count), 1000)
            for index in connections.indices where events[index].revents != 0 {
                let got = read(connections[index].descriptor, &chunk, chunk.count)
                guard got > 0 else { throw Failure(text: "a connection was closed") }
                connections[index].buffer += chunk.prefix(got)
                guard let (status, body) = answer(connections[index].buffer) else { continue }
                let time = now()
                if connections[index].client.answered(status, body) {
                    result.counted += 1
                    result.latencies.append(time - connections[index].sent)
                } else if !(200..<300).contains(status) {
                    result.errors += 1
                }
                connections[index].buffer.removeAll(keepingCapacity: true)
                try send(&connections[index])
            }
        }
        result.seconds = now() - start
        return result
    }

    private func send<Subject>(_ connection: inout Connection<Subject>) throws {
        let request = connection.client.request()
        connection.sent = now()
        var rest = request[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                write(connection.descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { throw Failure(text: "a request cannot be sent") }
            rest = rest.dropFirst(count)
        }
    }

    /// - Returns: nothing as long as it is not all there.
    private func answer(_ bytes: [UInt8]) -> (Int, ArraySlice<UInt8>)? {
        bytes.withUnsafeBytes { buffer -> (Int, Range<Int>)? in
            guard let end = Self.place(after: "\r\n\r\n", in: buffer[...]) else { return nil }
            let status = buffer[9..<12].reduce(0) { $0 * 10 + Int($1 - 48) }
            let field = Self.place(after: "ontent-length: ", in: buffer[..<end])
            let other = field ?? Self.place(after: "ontent-Length: ", in: buffer[..<end])
            let digits = buffer[(other ?? end)..<end].prefix { 48...57 ~= $0 }
            let length = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
            return buffer.count < end + length ? nil : (status, end..<end + length)
        }.map { status, body in (status, bytes[body]) }
    }

    private static func place(
        after text: StaticString, in bytes: Slice<UnsafeRawBufferPointer>
    ) -> Int? {
        let buffer = UnsafeRawBufferPointer(rebasing: bytes)
        let text = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        for place in 0..<max(0, buffer.count - text.count + 1) where buffer[place] == text[0] {
            if buffer[place..<place + text.count].elementsEqual(text) {
                return bytes.startIndex + place + text.count
            }
        }
        return nil
    }

    private func connect() throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, size)
            }
        }
        guard code == 0 else { throw Failure(text: "nobody listens at \(port)") }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(4))
        return descriptor
    }

    private static let origin = ContinuousClock.now

    private func now() -> Double { (ContinuousClock.now - Self.origin) / .seconds(1) }
}
