import SeededRandomness
import RecordedMachines
import SystemInspection
import Testing

struct AccountTests {
    private func machine(groups: String) throws -> SystemInspection {
        let machine = try RecordedMachine()
        try machine.write(
            "Name:\tkeybound\nUid:\t1\t1000\t1\t1\nGid:\t1\t100\t1\t1\nGroups:\t\(groups) ",
            to: "proc/self/status")
        try machine.write(
            "root:x:0:0:root:/root:/bin/sh\nshort:x:1000\nanna:x:1000:100:Anna:/home/anna:/bin/sh",
            to: "etc/passwd")
        try machine.write(
            "root:x:0:\nkeybound:x:990:bob,anna\nusers:x:100:\nbroken:x\nshort:x:7\nlarge:x:99999999999:\n:x:5:",
            to: "etc/group")
        let inspection = SystemInspection(root: machine.sysroot)
        #expect(inspection.groups().map(\.name) == ["root", "keybound", "users"])
        let account = inspection.account()
        #expect(account.user == 1000 && account.name == "anna" && !account.isRoot)
        self.check(account, inspection.groups())
        #expect(account.groups.contains(990) == groups.contains("990"))
        return inspection
    }

    private func check(_ account: Account, _ groups: [UserGroup]) {
        #expect(account.groups.contains(100))
        #expect(account.isMember(of: groups[1]))
        #expect(account.isMember(of: groups[2]))
        #expect(!account.isMember(of: groups[0]))
    }

    @Test func `the files name a group that the session may not have yet`() throws {
        _ = try machine(groups: "4 27")
        _ = try machine(groups: "4 990")
    }

    @Test func `random bytes make no trap`() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<200 {
            let machine = try RecordedMachine()
            for file in ["proc/self/status", "etc/passwd", "etc/group"] {
                try machine.write(Array("Uid:\t:::\n".utf8) + random.bytes(upTo: 512), to: file)
            }
            let inspection = SystemInspection(root: machine.sysroot)
            _ = inspection.account()
            #expect(inspection.groups().allSatisfy { !$0.name.isEmpty })
        }
    }
}
