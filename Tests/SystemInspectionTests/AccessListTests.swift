import SeededRandomness
import SystemInspection
import Testing

struct AccessListTests {
    /// user::rw-, user:1000:rw-, group::rw-, mask::rw-, other::---
    private static let seat: [UInt8] =
        [2, 0, 0, 0]
        + [1, 0, 6, 0, 255, 255, 255, 255] + [2, 0, 6, 0, 0xe8, 3, 0, 0]
        + [4, 0, 6, 0, 255, 255, 255, 255] + [0x10, 0, 6, 0, 255, 255, 255, 255]
        + [0x20, 0, 0, 0, 255, 255, 255, 255]

    @Test func `a list is read as getfacl shows it`() throws {
        let list = try #require(AccessList(parsing: Self.seat))
        #expect(
            list.entries.map(\.description)
                == ["user::rw-", "user:1000:rw-", "group::rw-", "mask::rw-", "other::---"])
    }

    @Test func `the kernel's bytes and no others are a list`() {
        var version = Self.seat
        version[0] = 1
        var tag = Self.seat
        tag[4] = 3
        var permissions = Self.seat
        permissions[6] = 8
        let many = [2, 0, 0, 0] + [UInt8](repeating: 1, count: 8 * 512)
        for bytes in [[], [2, 0, 0], Array(Self.seat.dropLast()), version, tag, permissions, many] {
            #expect(AccessList(parsing: bytes) == nil)
        }
        #expect(AccessList(parsing: [2, 0, 0, 0])?.entries == [])
    }

    @Test func `random bytes make no trap`() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            var bytes = random.bytes(upTo: 64)
            if bytes.count > 4 { bytes.replaceSubrange(0..<4, with: [2, 0, 0, 0]) }
            let entries = AccessList(parsing: bytes)?.entries ?? []
            #expect(entries.allSatisfy { $0.permissions <= 7 })
        }
    }

    @Test(arguments: [
        (Account(user: 0, groups: []), true),
        (Account(user: 1000, groups: []), true),
        (Account(user: 1001, groups: [50]), true),
        (Account(user: 1001, groups: [60]), true),
        (Account(user: 1001, groups: [61]), false),
        (Account(user: 1001, groups: []), false),
        (Account(user: 1002, groups: [50]), false),
        (Account(user: 7, groups: []), true),
    ])
    func `the owner counts first, then named users, groups, and all others`(
        _ account: Account, _ isOpen: Bool
    ) {
        let list = AccessList([
            .init(.owner, 6), .init(.user(1000), 6), .init(.user(1002), 4), .init(.group, 6),
            .init(.namedGroup(60), 7), .init(.namedGroup(61), 4), .init(.mask, 6), .init(.other, 0),
        ])
        let node = DeviceNode(owner: 7, group: 50, mode: 0o660, list: list)
        #expect(node.isOpen(to: account) == isOpen)
    }

    @Test func `a mask takes from named users and groups`() {
        let list = AccessList([.init(.user(1000), 6), .init(.group, 6), .init(.mask, 4)])
        let node = DeviceNode(owner: 0, group: 50, mode: 0o640, list: list)
        #expect(!node.isOpen(to: Account(user: 1000, groups: [])))
        #expect(!node.isOpen(to: Account(user: 1001, groups: [50])))
    }

    @Test(
        arguments: [
            (0o600, 1, [2], true), (0o060, 3, [2], true), (0o606, 3, [2], false),
            (0o006, 3, [4], true), (0o466, 1, [2], false), (0o440, 3, [2], false),
        ] as [(UInt16, UInt32, Set<UInt32>, Bool)])
    func `without a list the mode decides`(
        _ mode: UInt16, _ user: UInt32, _ groups: Set<UInt32>, _ isOpen: Bool
    ) {
        let node = DeviceNode(owner: 1, group: 2, mode: mode)
        #expect(node.isOpen(to: Account(user: user, groups: groups)) == isOpen)
    }
}
