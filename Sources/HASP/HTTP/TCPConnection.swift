import Glibc

/// A connection with one deadline for all that happens on it.
struct TCPConnection: ~Copyable {
    private let descriptor: Int32
    private let end: ContinuousClock.Instant

    init(
        to address: ServiceAddress, until end: ContinuousClock.Instant
    ) throws(RuntimeError) {
        self.end = end
        let (descriptor, failure) = address.connecting()
        self.descriptor = descriptor
        guard failure == 0 else { throw .unreachable(errno: failure) }
        try wait(for: POLLOUT)
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

    func write(_ bytes: [UInt8]) throws(RuntimeError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: POLLOUT)
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
    func read() throws(RuntimeError) -> [UInt8] {
        while true {
            try wait(for: POLLIN)
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            // It broke off.
            guard count >= 0 else { throw .malformed }
            return Array(buffer.prefix(count))
        }
    }

    private func wait(for event: Int32) throws(RuntimeError) {
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
