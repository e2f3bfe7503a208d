/// A socket of this computer that takes TCP connections.
package struct TCPListener: Hashable, Sendable {
    package let port: UInt16
    /// The user whose process made it, which everybody is told.
    package let user: UInt32

    /// The user's name in `/etc/passwd`, if it stands there.
    package let name: String?

    package init(port: UInt16, user: UInt32, name: String?) {
        self.port = port
        self.user = user
        self.name = name
    }

    /// Whether it is of root, or of the account of this name.
    package func isOfRoot(or account: String?) -> Bool {
        user == 0 || name != nil && name == account
    }
}

extension SystemInspection {
    /// The state of a socket that listens (TCP_LISTEN).
    private static let listening = "0A"

    /// Those on a port, of any address.
    package func listeners(on port: UInt16) -> [TCPListener] {
        ["proc/net/tcp", "proc/net/tcp6"].flatMap { lines($0) }
            .compactMap(Self.listener).filter { $0.port == port }
            .map { TCPListener(port: port, user: $0.user, name: name(ofUser: $0.user)) }
    }

    /// Reads a line of `/proc/net/tcp` (Documentation/networking/proc_net_tcp.rst).
    private static func listener(_ line: Substring) -> (port: UInt16, user: UInt32)? {
        let fields = line.split(separator: " ")
        guard fields.count > 7, fields[3] == listening, let user = UInt32(fields[7]),
            let digits = fields[1].split(separator: ":").last, digits.utf8.count == 4,
            let port = UInt16(digits, radix: 16)
        else { return nil }
        return (port, user)
    }
}
