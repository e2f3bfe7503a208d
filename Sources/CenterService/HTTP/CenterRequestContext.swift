import Glibc
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
        guard let text = ipAddress else { return "local" }
        var address = in6_addr()
        guard inet_pton(AF_INET6, text, &address) == 1 else { return text }
        let bytes = withUnsafeBytes(of: address) { Array($0) }
        // An IPv4 address in the form of an IPv6 one (RFC 4291, section 2.5.5.2).
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10...11] == [0xff, 0xff]
        return isMapped
            ? bytes[12...].map(String.init).joined(separator: ".")
            : bytes[..<8].map(String.init).joined(separator: ":")
    }
}
