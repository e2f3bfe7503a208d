package import Glibc

/// The place of a Unix socket.
package struct UnixSocketPath: ServicePoint, Hashable {
    /// The most bytes of a path (unix(7): 108 with the zero at its end).
    package static let mostBytes = 107

    package let path: String

    /// - Returns: nothing for a path that no socket can have.
    package init?(_ path: String) {
        guard path.hasPrefix("/"), path.utf8.count <= Self.mostBytes, !path.utf8.contains(0) else {
            return nil
        }
        self.path = path
    }

    package func connecting() -> (descriptor: Int32, failure: Int32) {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue),
            0)
        guard descriptor >= 0 else { return (-1, errno) }
        let result = unsafe withSocketAddress { unsafe connect(descriptor, $0, $1) }
        return (descriptor, result == 0 || errno == EINPROGRESS ? 0 : errno)
    }

    /// The path as the system's calls take it.
    package func withSocketAddress<Value>(
        _ body: (UnsafePointer<sockaddr>?, socklen_t) -> Value
    ) -> Value {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) {
            unsafe $0.copyBytes(from: path.utf8)
        }
        return unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe body(
                bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                socklen_t(bytes.count))
        }
    }
}
