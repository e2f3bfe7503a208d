import Glibc

/// Who runs this process: the user, and the groups that this session got when it began.
package struct Account: Hashable, Sendable {
    package let user: UInt32
    package let groups: Set<UInt32>
    /// The user's name and first group in `/etc/passwd`, if it stands there.
    package let name: String?
    package let firstGroup: UInt32?

    package init(user: UInt32, groups: Set<UInt32>, name: String? = nil, firstGroup: UInt32? = nil)
    {
        self.user = user
        self.groups = groups
        self.name = name
        self.firstGroup = firstGroup
    }

    package var isRoot: Bool { user == 0 }

    /// Whether the files put the user into a group, in this session or not.
    package func isMember(of group: UserGroup) -> Bool {
        firstGroup == group.number || name.map(group.members.contains) ?? false
    }
}

extension SystemInspection {
    package func account() -> Account {
        let status = lines("proc/self/status")
        let user = Self.numbers(status, "Uid:").dropFirst().first ?? geteuid()
        let group = Self.numbers(status, "Gid:").dropFirst().first.map { [$0] } ?? []
        let entry = entry(ofUser: user)
        return Account(
            user: user, groups: Set(group + Self.numbers(status, "Groups:")),
            name: entry.map { String($0[0]) }, firstGroup: entry.flatMap { UInt32($0[3]) })
    }

    /// The name of a user in `/etc/passwd`.
    package func name(ofUser number: UInt32) -> String? {
        entry(ofUser: number).map { String($0[0]) }
    }

    /// The seven fields of the user's line in `/etc/passwd`.
    private func entry(ofUser number: UInt32) -> [Substring]? {
        lines("etc/passwd").lazy
            .map { $0.split(separator: ":", omittingEmptySubsequences: false) }
            .first { $0.count == 7 && UInt32($0[2]) == number }
    }

    /// The numbers behind a word of `/proc/self/status`: real, effective, saved, file system.
    private static func numbers(_ status: [Substring], _ word: String) -> [UInt32] {
        let line = status.first { $0.hasPrefix(word) }
        return line?.dropFirst(word.count).split(whereSeparator: \.isWhitespace)
            .compactMap { UInt32($0) } ?? []
    }
}
