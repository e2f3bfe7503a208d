/// Reads the network adapters that are hardware, by their MAC addresses.
enum NetworkAdapterReader {
    private static let folder = "sys/class/net"

    /// The addresses, each once: one radio may have several interfaces.
    static func adapters(_ files: SystemFiles) -> [String] {
        var seen: Set<String> = []
        return files.names(in: folder).compactMap { name in
            let path = "\(folder)/\(name)"
            guard files.has("\(path)/device"), let address = address(of: path, files),
                seen.insert(address).inserted
            else { return nil }
            return address
        }
    }

    /// The address that the adapter was made with, as far as the kernel tells it: an interface may
    /// carry that of its bond, or a random one.
    private static func address(of path: String, _ files: SystemFiles) -> String? {
        for name in ["bonding_slave/perm_hwaddr", "phy80211/macaddress"] {
            if let address = files.value("\(path)/\(name)").flatMap(mac) { return address }
        }
        // NET_ADDR_RANDOM
        guard files.value("\(path)/addr_assign_type") != "1" else { return nil }
        return files.value("\(path)/address").flatMap(mac)
    }

    /// The address of a single Ethernet or Wi-Fi adapter: six bytes, not all zero, no group.
    private static func mac(_ text: String) -> String? {
        let bytes = text.split(separator: ":", omittingEmptySubsequences: false)
        guard bytes.count == 6, bytes.allSatisfy(isByte), let first = UInt8(bytes[0], radix: 16),
            first & 1 == 0, bytes.contains(where: { $0 != "00" })
        else { return nil }
        return text.lowercased()
    }

    private static func isByte(_ text: Substring) -> Bool {
        text.utf8.count == 2 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}
