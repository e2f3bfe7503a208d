import Glibc

/// A connection to a socket in the file system; it closes with its last holder.
package final class UnixSocket: Sendable {
    package struct Failure: Error {
        package let path: String
        package let code: Int32
    }

    private let descriptor: Int32

    package init(path: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        precondition(path.utf8.count < room, "\(path) is too long for a socket")
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let size = socklen_t(MemoryLayout.size(ofValue: address))
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard result == 0 else { throw Failure(path: path, code: errno) }
    }

    deinit { close(descriptor) }

    /// The bytes that came; none at the end.
    package func read() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
            var length = 0
            repeat {
                length = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            } while length < 0 && errno == EINTR
            count = max(length, 0)
        }
    }

    /// - Returns: whether the other side is there.
    @discardableResult
    package func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let slice = UnsafeRawBufferPointer(rebasing: rest)
            let length = Glibc.send(descriptor, slice.baseAddress, slice.count, Int32(MSG_NOSIGNAL))
            if length < 0, errno == EINTR { continue }
            guard length > 0 else { return false }
            rest = rest.dropFirst(length)
        }
        return true
    }

    /// Ends all reads, also one that waits in another thread.
    package func shutDown() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}
