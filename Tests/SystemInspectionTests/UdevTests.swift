import SeededRandomness
import FileSystem
import RecordedMachines
import SystemInspection
import Testing

struct UdevTests {
    private func files(_ machine: RecordedMachine) -> [RuleFile] {
        SystemInspection(root: machine.sysroot).ruleFiles(naming: "keybound")
    }

    @Test func `the first file of a name wins, in the order of udev`() throws {
        let machine = try RecordedMachine()
        let folders = [
            "lib/udev/rules.d", "usr/lib/udev/rules.d", "usr/local/lib/udev/rules.d",
            "run/udev/rules.d", "etc/udev/rules.d",
        ]
        for folder in folders {
            try machine.write(folder, to: folder + "/70-keybound.rules")
            #expect(
                files(machine)
                    == [RuleFile(path: "/\(folder)/70-keybound.rules", content: .text(folder))])
        }
        try machine.write("x", to: "lib/udev/rules.d/60-keybound.rules")
        try machine.write("x", to: "lib/udev/rules.d/70-keybound.rules.old")
        try machine.write("x", to: "lib/udev/rules.d/70-other.rules")
        #expect(files(machine).map(\.name) == ["60-keybound.rules", "70-keybound.rules"])
    }

    @Test func `an empty file and a link to nothing mask`() throws {
        let machine = try RecordedMachine()
        let name = "etc/udev/rules.d/70-keybound.rules"
        try machine.link(name, to: "/dev/null")
        #expect(files(machine).map(\.content) == [.masked])
        try machine.write([], to: name)
        #expect(files(machine).map(\.content) == [.masked])
    }

    @Test(.timeLimit(.minutes(5)))
    func `folders, pipes, loops and large files are unreadable`() throws {
        let machine = try RecordedMachine()
        let name = "etc/udev/rules.d/70-keybound.rules"
        try machine.pipe(name)
        #expect(files(machine).map(\.content) == [.unreadable])
        try machine.link(name, to: "70-keybound.rules")
        #expect(files(machine).map(\.content) == [.unreadable])
        try machine.write([UInt8](repeating: 35, count: 2 << 20), to: name)
        #expect(files(machine).map(\.content) == [.unreadable])
        try machine.remove(name)
        try machine.folder(name)
        #expect(files(machine).map(\.content) == [.unreadable])
    }

    @Test func `comments and empty lines do not count, and divided lines are one`() {
        let text = "# a\n\n  b, \\\nc\n  #d\ne\\"
        #expect(RuleFile.lines(text) == ["b, c", "e\\"])
    }

    @Test func `random bytes make no trap`() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<5000 {
            let text = String(decoding: random.bytes(upTo: 128), as: UTF8.self)
            #expect(RuleFile.lines(text).allSatisfy { !$0.isEmpty && $0.first != "#" })
            _ = UdevRecord(parsing: text)
        }
    }

    @Test func `present tags count, and all of them where no others are kept`() {
        #expect(UdevRecord(parsing: "I:1\nG:uaccess\nQ:seat\nV:1").tags == ["seat"])
        #expect(UdevRecord(parsing: "G:uaccess\nG:seat").tags == ["uaccess", "seat"])
        #expect(UdevRecord(parsing: "").tags.isEmpty)
    }

    @Test func `the record is found by the minor number`() throws {
        let machine = try RecordedMachine()
        let inspection = SystemInspection(root: machine.sysroot)
        #expect(!inspection.isUdevRunning)
        try machine.write("", to: "run/udev/control")
        try machine.write("Q:uaccess", to: "run/udev/data/c189:3")
        #expect(inspection.isUdevRunning)
        #expect(inspection.udevRecord(ofUSB: 3)?.tags == ["uaccess"])
        #expect(inspection.udevRecord(ofUSB: 4) == nil)
    }
}
