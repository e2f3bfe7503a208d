import Glibc
package import SeatAllocation

extension SeatNetwork {
    /// Reads `10.1.0.0/16`, `2001:db8::/32`, or an address alone.
    package init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard 1...2 ~= parts.count, let address = SeatAddress(text: String(parts[0])) else {
            return nil
        }
        let all = address.bytes.count * 8
        guard let bits = parts.count == 1 ? all : Int(parts[1]),
            parts.count == 1 || "\(bits)" == parts[1]
        else { return nil }
        self.init(address, bits: bits)
    }
}

extension SeatAddress {
    /// Reads an address of either version (RFC 4291, section 2.2), as inet_pton(3) does.
    package init?(text: String) {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, text, &bytes) == 1 {
                self.init(bytes: bytes)
                return
            }
        }
        return nil
    }
}
