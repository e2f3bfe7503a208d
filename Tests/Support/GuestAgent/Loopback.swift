import Glibc

/// The network of the machine with itself, which systemd would bring up (netdevice(7)).
enum Loopback {
    private static let getFlags: UInt = 0x8913
    private static let setFlags: UInt = 0x8914

    static func bringUp() throws(SystemFailure) {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw SystemFailure("socket") }
        defer { close(descriptor) }
        var request = ifreq()
        withUnsafeMutableBytes(of: &request) { $0.copyBytes(from: "lo".utf8) }
        guard ioctl(descriptor, getFlags, &request) == 0 else { throw SystemFailure("lo") }
        request.ifr_ifru.ifru_flags |= Int16(IFF_UP)
        guard ioctl(descriptor, setFlags, &request) == 0 else { throw SystemFailure("lo up") }
    }
}
