import FoundationEssentials
import LicenseBinding

/// Reads the ID that a system gives itself at its installation (machine-id(5)), and the day of it.
enum SystemIDReader {
    private static let file = "etc/machine-id"

    /// 32 hexadecimal digits, lower case; nothing before the system has its ID.
    static func id(_ files: SystemFiles) -> String? {
        guard let line = files.lines(file, atMost: 4096).first else { return nil }
        let id = line.filter { !$0.isWhitespace }.lowercased()
        let isHex = id.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
        guard isHex, id.utf8.count == 32, id.contains(where: { $0 != "0" }) else { return nil }
        return id
    }

    /// The day on which the system got its ID, in UTC: `2027-01-31`.
    static func installDate(_ files: SystemFiles) -> String? {
        guard id(files) != nil, let seconds = files.modified(file) else { return nil }
        // Images that are built reproducibly have files of 1970; dates end with the year 9999.
        guard 86400...253_402_300_799 ~= seconds else { return nil }
        let date = Date(timeIntervalSince1970: TimeInterval(seconds))
        return String(Timestamp.text(date).prefix { $0 != "T" })
    }
}
