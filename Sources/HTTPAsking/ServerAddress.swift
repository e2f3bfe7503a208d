import FoundationEssentials

/// Where a server is: an `https` URL, or an `http` one of this computer alone. Nothing secret stands in it.
package struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// Without a slash at its end.
    package let description: String

    package init?(_ text: String) {
        let plain = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let url = URL(string: plain), let scheme = url.scheme, let host = url.host,
            !host.isEmpty, url.user == nil, url.password == nil, url.query == nil,
            url.fragment == nil
        else { return nil }
        let isHere = ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host)
        guard scheme == "https" || scheme == "http" && isHere else { return nil }
        description = plain
    }
}
