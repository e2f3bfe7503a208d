import Foundation
import PlainHTTP
import Synchronization
import SystemThreads

/// Whoever listens in the place of an agent, and answers every question as the test says.
package final class ScriptedAgent: Sendable {
    private let descriptor: Int32
    private let questions = Mutex(0)

    /// - Parameters:
    ///   - answer: the body of the answer to the body of a question.
    ///   - seats: the same for a question for a seat; without it, the agent knows nothing of seats.
    package init(
        at socket: String, answer: @escaping @Sendable ([UInt8]) -> [UInt8],
        seats: (@Sendable ([UInt8]) -> [UInt8])? = nil
    ) {
        guard let path = UnixSocketPath(socket) else { preconditionFailure("a short path") }
        descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let bound = path.withSocketAddress { bind(descriptor, $0, $1) }
        precondition(bound == 0 && listen(descriptor, 64) == 0, "a new socket")
        SystemThread.start { [descriptor] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                SystemThread.start { self.serve(connection, answer, seats) }
            }
        }
    }

    /// How many questions were asked.
    package var asked: Int { questions.withLock(\.self) }

    package func end() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    private func serve(
        _ connection: Int32, _ answer: ([UInt8]) -> [UInt8],
        _ seats: (@Sendable ([UInt8]) -> [UInt8])?
    ) {
        defer { close(connection) }
        var bytes: [UInt8] = []
        while true {
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            bytes += buffer.prefix(count)
            guard let end = Self.headEnd(bytes) else { continue }
            let head = String(decoding: bytes[..<end], as: UTF8.self)
            // Whoever listens for events hears nothing.
            guard head.hasPrefix("POST") else { continue }
            let length = head.split(separator: "\r\n").lazy
                .first { $0.hasPrefix("Content-Length:") }?.split(separator: " ").last
                .flatMap { Int($0) }
            guard let length, bytes.count >= end + length else { continue }
            let isForSeat = head.hasPrefix("POST /v1/seats ")
            guard !isForSeat || seats != nil else {
                let reply = Array("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".utf8)
                _ = send(connection, reply, reply.count, Int32(MSG_NOSIGNAL))
                return
            }
            if !isForSeat { questions.withLock { $0 += 1 } }
            let question = Array(bytes[end...])
            let body = isForSeat ? seats?(question) ?? [] : answer(question)
            let reply =
                Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body
            _ = send(connection, reply, reply.count, Int32(MSG_NOSIGNAL))
            return
        }
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        let end = Array("\r\n\r\n".utf8)
        return bytes.indices.first { bytes[$0...].starts(with: end) }.map { $0 + 4 }
    }
}
