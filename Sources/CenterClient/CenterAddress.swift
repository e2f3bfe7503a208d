import FoundationEssentials

/// Where a center is: `https://` and a host, or `http://` on this computer. Nothing secret stands in it.
package struct CenterAddress: Hashable, Sendable {
    /// Without a slash at its end.
    package let text: String

    package init?(_ text: String) {
        let plain = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let url = URL(string: plain), let scheme = url.scheme, let host = url.host,
            !host.isEmpty, url.user == nil, url.password == nil, url.query == nil,
            url.fragment == nil
        else { return nil }
        let isHere = ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host)
        guard scheme == "https" || scheme == "http" && isHere else { return nil }
        self.text = plain
    }
}
