import Glibc
import HTTPTypes
import Hummingbird
import NIOCore

/// What is known of a request besides what it says.
struct CenterRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Where it comes from: an IPv4 address, or the network of an IPv6 one, whose owner has all addresses in it.
    var address: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress.map { Self.network(of: $0) } ?? "local"
    }

    static func network(of text: String) -> String {
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

/// Takes the address of a site from the proxy that asks for it: the last one of `X-Forwarded-For`, which the proxy itself
/// has added.
struct ProxiedAddress: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: CenterRequestContext,
        next: @concurrent (Request, CenterRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let name = HTTPField.Name("X-Forwarded-For"),
            let last = request.headers[values: name].last?.split(separator: ",").last
        {
            context.address = CenterRequestContext.network(
                of: String(last.filter { !$0.isWhitespace }))
        }
        return try await next(request, context)
    }
}
