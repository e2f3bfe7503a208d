import Glibc

/// Where a service listens: an IP address, never a name, which somebody else would have to look up.
package struct ServiceAddress: ServicePoint, Hashable, CustomStringConvertible {
    private let literal: String
    package let port: UInt16
    private let isVersion6: Bool

    /// - Parameter literal: an IPv4 or IPv6 address, as `inet_pton` reads it.
    package init?(_ literal: String, port: UInt16) {
        var bytes = in6_addr()
        let isVersion4 = unsafe inet_pton(AF_INET, literal, &bytes) == 1
        isVersion6 = unsafe !isVersion4 && inet_pton(AF_INET6, literal, &bytes) == 1
        guard isVersion4 || isVersion6, port != 0 else { return nil }
        self.literal = literal
        self.port = port
    }

    /// Whether it is this computer, which nothing that is said to it leaves (RFC 6890, section 2.2.2).
    package var isLoopback: Bool {
        isVersion6 ? literal == "::1" : literal.hasPrefix("127.")
    }

    package var description: String { (isVersion6 ? "[\(literal)]" : literal) + ":\(port)" }

    package func connecting() -> (descriptor: Int32, failure: Int32) {
        let descriptor = socket(
            isVersion6 ? AF_INET6 : AF_INET,
            Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return (-1, errno) }
        let result = unsafe withSocketAddress { unsafe connect(descriptor, $0, $1) }
        return (descriptor, result == 0 || errno == EINPROGRESS ? 0 : errno)
    }

    private func withSocketAddress(
        _ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int32
    ) -> Int32 {
        func use<Address>(_ address: inout Address) -> Int32 {
            unsafe withUnsafeBytes(of: &address) { bytes in
                unsafe body(
                    bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                    socklen_t(bytes.count))
            }
        }
        guard isVersion6 else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            unsafe inet_pton(AF_INET, literal, &address.sin_addr)
            return use(&address)
        }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        unsafe inet_pton(AF_INET6, literal, &address.sin6_addr)
        return use(&address)
    }
}
