import CExtendedAttributes
import FileSystem
import Glibc

/// Who may open a device: owner, group, mode and access list of its file in `/dev`.
package struct DeviceNode: Hashable, Sendable {
    package let owner: UInt32
    package let group: UInt32
    /// The nine permission bits.
    package let mode: UInt16
    package let list: AccessList?

    package init(owner: UInt32, group: UInt32, mode: UInt16, list: AccessList? = nil) {
        self.owner = owner
        self.group = group
        self.mode = mode
        self.list = list
    }

    /// Whether the user may read and write it, by the rules of acl(5).
    package func isOpen(to account: Account) -> Bool {
        guard !account.isRoot else { return true }
        let entries = list?.entries ?? plainEntries
        let mask = entries.first { $0.subject == .mask }?.permissions ?? 7
        func permissions(of subject: AccessList.Subject) -> UInt8? {
            entries.first { $0.subject == subject }?.permissions
        }
        if account.user == owner { return Self.suffices(permissions(of: .owner)) }
        if let named = permissions(of: .user(account.user)) { return Self.suffices(named & mask) }
        let groups = entries.filter { entry in
            switch entry.subject {
            case .group: account.groups.contains(group)
            case .namedGroup(let number): account.groups.contains(number)
            case .owner, .user, .mask, .other: false
            }
        }
        guard groups.isEmpty else {
            return groups.contains { Self.suffices($0.permissions & mask) }
        }
        return Self.suffices(permissions(of: .other))
    }

    private var plainEntries: [AccessList.Entry] {
        [(AccessList.Subject.owner, 6), (.group, 3), (.other, 0)].map { subject, shift in
            AccessList.Entry(subject, UInt8(mode >> shift & 7))
        }
    }

    private static func suffices(_ permissions: UInt8?) -> Bool {
        permissions.map { $0 & 6 == 6 } ?? false
    }
}

extension SystemInspection {
    /// The node of a path; nothing if it is not there.
    package func node(_ path: String) -> DeviceNode? {
        var status = stat()
        guard stat(root.path(of: path), &status) == 0 else { return nil }
        return DeviceNode(
            owner: status.st_uid, group: status.st_gid, mode: UInt16(status.st_mode & 0o777),
            list: accessList(path))
    }

    private func accessList(_ path: String) -> AccessList? {
        let bytes = [UInt8](unsafeUninitializedCapacity: AccessList.limit) { buffer, count in
            count = max(
                getxattr(
                    root.path(of: path), "system.posix_acl_access", buffer.baseAddress,
                    buffer.count), 0)
        }
        return AccessList(parsing: bytes)
    }
}
