import Glibc
import GuestMessages

/// Reports what the kernel itself tells of USB devices, before udev does.
struct KernelEvents {
    private let socket: Descriptor
    private let host: HostPort

    init(reportingTo host: HostPort) throws {
        self.host = host
        // NETLINK_KOBJECT_UEVENT
        let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        socket = try Descriptor(Glibc.socket(AF_NETLINK, type, 15), of: "socket")
        // sockaddr_nl: the family, then the kernel's group of listeners.
        var address: (UInt16, UInt16, UInt32, UInt32) = (UInt16(AF_NETLINK), 0, 0, 1)
        let size = socklen_t(MemoryLayout.size(ofValue: address))
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket.number, $0, size) }
        }
        guard result == 0 else { throw SystemFailure("bind") }
    }

    func start() throws {
        _ = try SystemThread {
            while true {
                let bytes = socket.read()
                if let event = Self.event(bytes, at: .now) { host.report(.usb(event)) }
            }
        }
    }

    /// An event is `add@/devices/…` and members like `SUBSYSTEM=usb`, each with a NUL behind it.
    private static func event(_ bytes: [UInt8], at time: Duration) -> GuestUSBEvent? {
        let parts = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        guard parts.contains("SUBSYSTEM=usb"), parts.contains("DEVTYPE=usb_device") else {
            return nil
        }
        let head = parts[0].split(separator: "@", maxSplits: 1).map(String.init)
        guard head.count == 2, let port = head[1].split(separator: "/").last else { return nil }
        return GuestUSBEvent(action: head[0], port: String(port), at: time)
    }
}
