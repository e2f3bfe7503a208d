/// A socket of this computer that takes TCP connections.
package struct TCPListener: Hashable, Sendable {
    package let port: UInt16
    /// The user whose process made it, which everybody is told.
    package let user: UInt32

    package init(port: UInt16, user: UInt32) {
        self.port = port
        self.user = user
    }

    /// Reads a line of `/proc/net/tcp` (Documentation/networking/proc_net_tcp.rst).
    init?(line: Substring) {
        /// The state of a socket that listens (TCP_LISTEN).
        let listening = "0A"
        let fields = line.split(separator: " ")
        guard fields.count > 7, fields[3] == listening, let user = UInt32(fields[7]),
            let digits = fields[1].split(separator: ":").last, digits.utf8.count == 4,
            let port = UInt16(digits, radix: 16)
        else { return nil }
        self.init(port: port, user: user)
    }
}

extension SystemInspection {
    /// Those on a port, of any address.
    package func listeners(on port: UInt16) -> [TCPListener] {
        ["proc/net/tcp", "proc/net/tcp6"].flatMap { lines($0) }.compactMap(TCPListener.init(line:))
            .filter { $0.port == port }
    }
}
