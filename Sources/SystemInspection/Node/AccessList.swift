/// A POSIX access control list, as the kernel keeps it (acl(5), linux/posix_acl_xattr.h).
package struct AccessList: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        case owner, group, mask, other
        case user(UInt32)
        case namedGroup(UInt32)
    }

    package struct Entry: Hashable, Sendable {
        package let subject: Subject
        /// Read 4, write 2, execute 1.
        package let permissions: UInt8

        package init(_ subject: Subject, _ permissions: UInt8) {
            self.subject = subject
            self.permissions = permissions
        }
    }

    /// The most bytes of a list that are read.
    static let limit = 4096

    package let entries: [Entry]

    package init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// Reads version 2: a number of four bytes, then eight bytes for each entry, all little-endian.
    package init?(parsing bytes: [UInt8]) {
        guard bytes.count >= 4, bytes.count <= Self.limit, bytes.count % 8 == 4,
            Self.number(bytes[0..<4]) == 2
        else { return nil }
        var entries: [Entry] = []
        for start in stride(from: 4, to: bytes.count, by: 8) {
            guard let entry = Entry(bytes[start..<start + 8]) else { return nil }
            entries.append(entry)
        }
        self.init(entries)
    }

    fileprivate static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}

extension AccessList.Entry {
    fileprivate init?(_ bytes: ArraySlice<UInt8>) {
        let start = bytes.startIndex
        let tag = AccessList.number(bytes[start..<start + 2])
        let permissions = AccessList.number(bytes[start + 2..<start + 4])
        let number = AccessList.number(bytes[start + 4..<start + 8])
        guard permissions <= 7 else { return nil }
        switch tag {
        case 0x01: subject = .owner
        case 0x02: subject = .user(number)
        case 0x04: subject = .group
        case 0x08: subject = .namedGroup(number)
        case 0x10: subject = .mask
        case 0x20: subject = .other
        default: return nil
        }
        self.permissions = UInt8(permissions)
    }
}

extension AccessList.Entry: CustomStringConvertible {
    /// As `getfacl` writes it: `user:1000:rw-`.
    package var description: String {
        let word =
            switch subject {
            case .owner: "user:"
            case .user(let number): "user:\(number)"
            case .group: "group:"
            case .namedGroup(let number): "group:\(number)"
            case .mask: "mask:"
            case .other: "other:"
            }
        let letters = zip("rwx", [4, 2, 1] as [UInt8]).map { permissions & $1 > 0 ? $0 : "-" }
        return word + ":" + String(letters)
    }
}
