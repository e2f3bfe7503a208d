import Dispatch
import Glibc
import Synchronization

/// A run-time's service on a port of this computer, over real TCP.
package final class SimulatedRuntime: Sendable {
    private struct State {
        var manner: RuntimeManner
        var heads: [String] = []
        var isOver = false
    }

    package let port: UInt16
    private let listener: Int32
    private let state: Mutex<State>

    /// What went wrong with a socket.
    package struct Failure: Error {
        package let code: Int32
    }

    /// - Parameter port: 0 for one that is free.
    package init(_ manner: RuntimeManner, on port: UInt16 = 0) throws {
        state = Mutex(State(manner: manner))
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var on: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, size) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, pointer, &size) == 0
            }
        }
        guard isListening else {
            let code = errno
            close(listener)
            throw Failure(code: code)
        }
        self.port = UInt16(bigEndian: address.sin_port)
        DispatchQueue(label: "runtime").async { self.serve() }
    }

    /// No connection is taken any more.
    package func stop() {
        let isOver = state.withLock { state in
            defer { state.isOver = true }
            return state.isOver
        }
        // The thread that accepts closes it.
        if !isOver { shutdown(listener, Int32(SHUT_RDWR)) }
    }

    package func setManner(_ manner: RuntimeManner) {
        state.withLock { $0.manner = manner }
    }

    /// All requests so far, whole.
    package var heads: [String] { state.withLock(\.heads) }

    /// The first lines of all requests so far.
    package var requests: [String] {
        heads.compactMap { $0.split(separator: "\r\n").first.map(String.init) }
    }

    private func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0, !state.withLock(\.isOver) else {
                if connection >= 0 { close(connection) }
                close(listener)
                return
            }
            DispatchQueue(label: "connection").async {
                self.answer(RuntimeConnection(connection))
            }
        }
    }

    private func answer(_ connection: RuntimeConnection) {
        let request = connection.request()
        let lines = request.split(separator: "\r\n").map(String.init)
        let manner = state.withLock { state in
            if !request.isEmpty { state.heads.append(request) }
            return state.manner
        }
        let words = lines.first?.split(separator: " ") ?? []
        let path = words.count > 1 ? String(words[1]) : ""
        switch manner {
        case .serves(let version, let rows):
            let (status, body) = version.page(path, rows)
            connection.say(status, body)
        case .protects(let credentials, let rows):
            guard lines.contains("Authorization: Basic \(credentials)") else {
                return connection.say("401 Unauthorized", "<html>401</html>")
            }
            connection.say("200 OK", RuntimeVersion.new.page(path, rows).body)
        case .answers(let answers):
            let answer = answers.first { path.contains($0.key) }?.value
            connection.write(answer ?? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        case .hangs: connection.waitForEnd()
        case .says(let text): connection.write(text)
        case .stops(let text):
            connection.write(text)
            connection.waitForEnd()
        case .floods(let count):
            connection.write("HTTP/1.1 200 OK\r\n\r\n/*JSON:devices*/")
            let text = String(repeating: " ", count: 65536)
            for _ in 0...count / 65536 { guard connection.write(text) else { break } }
        case .drips:
            connection.write("HTTP/1.1 200 OK\r\n\r\n")
            while connection.write(" ") { usleep(50_000) }
        }
    }
}
