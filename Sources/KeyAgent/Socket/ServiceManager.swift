import Glibc
import PlainHTTP

/// Tells the service manager how the agent does (sd_notify(3)), where there is one.
package struct ServiceManager: Sendable {
    package enum State: Sendable {
        case ready, reloading, stopping
    }

    private let socket: String?

    /// - Parameter environment: as the process was started with it.
    package init(environment: [String: String]) {
        socket = environment["NOTIFY_SOCKET"]
    }

    /// Nothing is lost where nobody listens.
    package func tell(_ state: State) {
        guard let socket else { return }
        let text =
            switch state {
            case .ready: "READY=1"
            case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(Self.microseconds)"
            case .stopping: "STOPPING=1"
            }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard 1..<room ~= socket.utf8.count else { return }
        // A name in the abstract space begins with a zero, which is written as @.
        let name = socket.hasPrefix("@") ? [0] + socket.utf8.dropFirst() : Array(socket.utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let size = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        let descriptor = Glibc.socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        let message = Array(text.utf8)
        _ = unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe sendto(
                descriptor, message, message.count, Int32(MSG_NOSIGNAL),
                bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                socklen_t(size + name.count))
        }
    }

    private static var microseconds: Int64 {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
    }
}
