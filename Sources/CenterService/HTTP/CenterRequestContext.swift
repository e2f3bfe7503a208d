import CNIOLinux
import Hummingbird
import NIOCore

/// What is known of a request besides what it says.
struct CenterRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Where it comes from: an IPv4 address, or the network of an IPv6 one, whose owner has all addresses in it.
    let address: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.network ?? "unknown"
    }
}

extension SocketAddress {
    fileprivate var network: String {
        switch self {
        case .v4: return ipAddress ?? "unknown"
        case .v6(let address):
            let bytes = withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
            // An IPv4 address in the form of an IPv6 one (RFC 4291, section 2.5.5.2).
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff
            let prefix = isMapped ? bytes[12...] : bytes[..<8]
            return (isMapped ? "v4:" : "v6:") + prefix.map { "\($0)" }.joined(separator: ".")
        case .unixDomainSocket: return "local"
        }
    }
}
