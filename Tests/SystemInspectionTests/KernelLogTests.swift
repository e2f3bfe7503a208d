import SeededRandomness
import FileSystem
import RecordedMachines
import SystemInspection
import Testing

struct KernelLogTests {
    private func log(_ machine: RecordedMachine) -> KernelLog {
        SystemInspection(root: machine.sysroot).kernelLog()
    }

    @Test func `a record has its time and its message`() {
        let record = KernelRecord(line: "6,1234,5000001,-,caller=T1;usb 1-4: a;b")
        #expect(
            record == KernelRecord(time: .microseconds(5_000_001), message: "usb 1-4: a;b"))
    }

    @Test(arguments: [
        "", ";", " SUBSYSTEM=usb", "6,1,5,-", "6,1,x,-;a", "6,1,5;a", "x,1,5,-;a", "6,1,-5,-;a",
        "6,1,99999999999999999999,-;a", "6,1,18446744073709551615,-;a",
    ])
    func `what is no record is left out`(_ line: String) {
        #expect(KernelRecord(line: line[...]) == nil)
    }

    @Test(arguments: [
        ("usb 1-4: reset full-speed USB device number 5 using xhci_hcd", USBMessage.Kind.reset),
        ("usb 1-4: USB disconnect, device number 5", .disconnected),
        (
            "usb 1-4: device descriptor read/64, error -110",
            .failed("device descriptor read/64, error -110")
        ),
        (
            "usb 1-4: device not accepting address 5, error -71",
            .failed("device not accepting address 5, error -71")
        ),
        (
            "usb 1-4: rejected 1 configuration due to insufficient available bus power",
            .failed("rejected 1 configuration due to insufficient available bus power")
        ),
    ])
    func `the kernel's words about a port are read`(_ message: String, _ kind: USBMessage.Kind) {
        #expect(USBMessage(message) == USBMessage(port: "1-4", kind: kind))
    }

    @Test(arguments: [
        "usb 1-4: new full-speed USB device number 5 using xhci_hcd", "usb : reset x",
        "usb 1-4 reset", "hub 1-4: reset x", "usb 1-4; rm: reset x", "usb \u{661}: reset x",
    ])
    func `other words are not`(_ message: String) {
        #expect(USBMessage(message) == nil)
    }

    @Test func `the log is read to its end`() throws {
        let machine = try RecordedMachine()
        try machine.write(
            "6,1,1000000,-;usb 1-4: one\n SUBSYSTEM=usb\nodd\n6,2,2000000,-;two", to: "dev/kmsg")
        #expect(
            log(machine)
                == .records([
                    KernelRecord(time: .seconds(1), message: "usb 1-4: one"),
                    KernelRecord(time: .seconds(2), message: "two"),
                ]))
    }

    @Test func `the newest records of a long log are kept`() throws {
        let machine = try RecordedMachine()
        let line = "6,1,1000000,-;" + String(repeating: "x", count: 1000) + "\n"
        let text = String(repeating: line, count: 9000) + "6,2,2000000,-;last"
        try machine.write(text, to: "dev/kmsg")
        guard case .records(let records) = log(machine) else {
            Issue.record("not read")
            return
        }
        #expect(records.last == KernelRecord(time: .seconds(2), message: "last"))
        #expect(records.count < 5000)
    }

    @Test(.timeLimit(.minutes(5)))
    func `pipes, folders, loops and endless files do not hang it`() throws {
        let machine = try RecordedMachine()
        #expect(log(machine) == .absent)
        try machine.pipe("dev/kmsg")
        #expect(log(machine) == .records([]))
        try machine.link("dev/kmsg", to: "kmsg")
        #expect(log(machine) == .refused)
        try machine.link("dev/kmsg", to: "/dev/zero")
        #expect(log(machine) == .records([]))
    }

    @Test func `random bytes make no trap`() throws {
        var random = SeededGenerator(seed: 4)
        let machine = try RecordedMachine()
        for _ in 0..<300 {
            let bytes = Array("6,1,1,-;usb 1-4: ".utf8) + random.bytes(upTo: 2048)
            try machine.write(bytes, to: "dev/kmsg")
            guard case .records(let records) = log(machine) else { continue }
            for record in records { _ = USBMessage(record.message) }
        }
    }
}
