import Glibc

/// A connection with one deadline for all that happens on it.
package struct SocketConnection: ~Copyable {
    private static let pause: UInt32 = 2000

    private let descriptor: Int32
    private let end: ContinuousClock.Instant

    package init(
        to point: some ServicePoint, until end: ContinuousClock.Instant
    ) throws(ConnectionError) {
        self.end = end
        var (descriptor, failure) = point.connecting()
        // A Unix socket whose queue is full has no other way to say so (connect(2)).
        while failure == EAGAIN, .now < end {
            close(descriptor)
            usleep(Self.pause)
            (descriptor, failure) = point.connecting()
        }
        self.descriptor = descriptor
        guard failure == 0 else { throw .unreachable(errno: failure) }
        try wait(for: POLLOUT, until: end)
        var problem: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 else {
            throw .unreachable(errno: errno)
        }
        guard problem == 0 else { throw .unreachable(errno: problem) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    package func write(_ bytes: [UInt8]) throws(ConnectionError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: POLLOUT, until: end)
            // A peer that went away must be an error, and not the end of the process.
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else { throw .unreachable(errno: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// What has come; nothing when the peer has said all.
    /// - Parameter end: another deadline than the connection's own.
    package func read(
        until end: ContinuousClock.Instant? = nil
    ) throws(ConnectionError) -> [UInt8] {
        while true {
            try wait(for: POLLIN, until: end ?? self.end)
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            // It broke off.
            guard count >= 0 else { throw .malformed }
            return Array(buffer.prefix(count))
        }
    }

    /// Ends a reading that waits on another thread, and all that come after it.
    package func shutDown() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private func wait(
        for event: Int32, until end: ContinuousClock.Instant
    ) throws(ConnectionError) {
        var socket = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        while true {
            let left = (end - .now) / .milliseconds(1)
            guard left > 0 else { throw .silent }
            let ready = unsafe poll(&socket, 1, Int32(left.rounded(.up)))
            if ready > 0 { return }
            guard ready == 0 || errno == EINTR else { throw .unreachable(errno: errno) }
        }
    }
}

extension SocketConnection {
    /// Sends a request and reads its answer, whose connection then ends.
    /// - Parameter limit: the most bytes of head and content together.
    package consuming func exchange(
        _ request: [UInt8], atMost limit: Int
    ) throws(ConnectionError) -> HTTPAnswer {
        try write(request)
        var bytes: [UInt8] = []
        while true {
            let more = try read()
            bytes += more
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
            do throws(HTTPAnswer.Malformed) {
                if let answer = try HTTPAnswer(parsing: bytes, isWhole: more.isEmpty) {
                    return answer
                }
            } catch {
                throw .malformed
            }
        }
    }
}
