/// A line of `/etc/group` (group(5)).
package struct UserGroup: Hashable, Sendable {
    package let name: String
    package let number: UInt32
    package let members: [String]

    package init(name: String, number: UInt32, members: [String] = []) {
        self.name = name
        self.number = number
        self.members = members
    }

    init?(line: Substring) {
        let fields = line.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 4, !fields[0].isEmpty, let number = UInt32(fields[2]) else {
            return nil
        }
        let members = fields[3].split(separator: ",").map(String.init)
        self.init(name: String(fields[0]), number: number, members: members)
    }
}

extension SystemInspection {
    private static let accountLimit = 1 << 20

    /// The groups of the computer's own file; those of a network directory are not seen.
    package func groups() -> [UserGroup] {
        lines("etc/group").compactMap(UserGroup.init(line:))
    }

    func lines(_ path: String) -> [Substring] {
        text(path, atMost: Self.accountLimit)?.split(separator: "\n") ?? []
    }
}
