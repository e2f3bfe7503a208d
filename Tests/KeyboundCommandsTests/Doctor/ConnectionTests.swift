@testable import KeyboundCommands
import LicenseBinding
import SystemInspection
import TestPublisher
import Testing
import USBBus

/// Who holds a key, its kernel drivers, and how it is connected.
struct ConnectionTests {
    private let node = "/dev/bus/usb/001/004"

    private func held(
        _ state: KeyState, _ holders: NodeHolders, _ raw: [String] = []
    ) -> Finding {
        let key = PluggedKey.sample(state).with {
            $0.interfaces = [
                DeviceInterface(name: "1-4:1.0", classCode: 3, driver: "usbhid", rawNodes: raw)
            ]
        }
        return HeldCheck.findings(.sample([key]) { $0.holders = holders })[0]
    }

    @Test func `a program that holds a key is named with its process`() {
        let holder = NodeHolder(path: node, process: 612, program: "aks\u{1b}usbd")
        let finding = held(.busy, NodeHolders(found: [holder], isWhole: true))
        #expect(finding.level == .mend)
        #expect(finding.found.contains("aks\u{fffd}usbd (process 612, \(node))"))
        #expect(finding.commands == ["ps -fp 612", "sudo kill 612"])
        #expect(held(.needsRuntime, NodeHolders(found: [holder], isWhole: true)).level == .ok)
        #expect(held(.ready, NodeHolders(found: [holder], isWhole: false)).level == .ok)
    }

    @Test func `a raw node counts as the key`() {
        let holder = NodeHolder(path: "/dev/hidraw2", process: 9, program: "x")
        let holders = NodeHolders(found: [holder], isWhole: true)
        #expect(held(.busy, holders, ["hidraw2"]).level == .mend)
        #expect(held(.busy, holders).found.contains("and no program holds it"))
    }

    @Test func `what cannot be seen is not to be mended`() {
        let finding = held(.busy, NodeHolders(isWhole: false), ["hidraw2"])
        #expect(finding.level == .unknown)
        #expect(
            finding.commands
                == ["sudo keybound doctor", "sudo fuser -v \(node) /dev/hidraw2"])
        #expect(held(.ready, NodeHolders(isWhole: false)).level == .ok)
    }

    @Test func `a key that may not be opened is no matter of who holds it`() {
        let holder = NodeHolder(path: node, process: 612, program: "aksusbd")
        #expect(held(.noAccess, NodeHolders(found: [holder], isWhole: true)).level == .ok)
        #expect(held(.noAccess, NodeHolders(isWhole: false)).level == .ok)
        #expect(held(.noAccess, NodeHolders(isWhole: true)).level == .ok)
    }

    @Test func `a busy key that nobody holds is plugged in again`() {
        #expect(held(.busy, NodeHolders(isWhole: true)).level == .mend)
        #expect(held(.busy, NodeHolders(isWhole: false)).level == .unknown)
        #expect(HeldCheck.findings(.sample([])).levels == [.ok])
    }

    private func driver(
        _ classCode: UInt8?, _ driver: String?, _ state: KeyState = .busy
    ) -> Finding {
        let interface = DeviceInterface(name: "1-4:1.0", classCode: classCode, driver: driver)
        let key = PluggedKey.sample(state).with { $0.interfaces = [interface] }
        return DriverCheck.findings(.sample([key]))[0]
    }

    @Test(
        arguments: [
            (3, "usbhid", .ok), (8, "usb-storage", .ok), (8, "uas", .ok), (255, "usbfs", .ok),
            (255, "ftdi_sio", .mend), (255, nil, .ok), (nil, "x", .ok),
        ] as [(UInt8?, String?, Finding.Level)])
    func `a driver on the maker's own interface is in the way`(
        _ classCode: UInt8?, _ driver: String?, _ level: Finding.Level
    ) {
        let finding = self.driver(classCode, driver)
        #expect(finding.level == level)
        guard level == .mend else { return }
        #expect(finding.subject == "1-4:1.0")
        #expect(
            finding.commands
                == ["echo 1-4:1.0 | sudo tee /sys/bus/usb/drivers/ftdi_sio/unbind"])
    }

    @Test(arguments: [KeyState.ready, .needsRuntime, .noAccess])
    func `a driver is left alone where the key need not be claimed`(_ state: KeyState) {
        let finding = driver(255, "ftdi_sio", state)
        #expect(finding.level == .ok)
        #expect(finding.commands.isEmpty)
    }

    @Test(
        arguments: [
            (101, false, .mend), (100, false, .ok), (500, true, .ok), (500, nil, .ok),
            (nil, false, .ok),
        ] as [(Int?, Bool?, Finding.Level)])
    func `a hub without a supply gives 100 mA`(
        _ milliamperes: Int?, _ hasSupply: Bool?, _ level: Finding.Level
    ) {
        let key = PluggedKey.sample(port: "1-4.2").with {
            $0.power = PortPower(
                milliamperes: milliamperes, hub: USBPortPath("1-4"), hubHasSupply: hasSupply)
        }
        #expect(HubCheck.findings(.sample([key]))[0].level == level)
        let direct = key.with { $0.power = PortPower(milliamperes: 500, hubHasSupply: false) }
        #expect(HubCheck.findings(.sample([direct]))[0].level == .ok)
    }

    @Test func `a port that was shut off is told`() {
        func level(_ count: Int) -> Finding.Level {
            let power = PortPower(milliamperes: 50, overCurrents: count)
            return HubCheck.findings(.sample([.sample().with { $0.power = power }]))[0].level
        }
        #expect(level(0) == .ok)
        #expect(level(2) == .mend)
    }

    private func log(
        _ keys: [PluggedKey], ago seconds: Int, _ messages: String...,
        change: (inout SystemFacts) -> Void = { _ in }
    ) -> [Finding] {
        HubCheck.findings(
            .sample(keys) { facts in
                facts.log = .records(
                    messages.map {
                        KernelRecord(time: facts.awake - .seconds(seconds), message: $0)
                    })
                change(&facts)
            })
    }

    private let reset = "usb 1-4: reset full-speed USB device number 5 using xhci_hcd"
    private let disconnect = "usb 1-4: USB disconnect, device number 5"

    @Test func `a key that was reset or lost in the last ten minutes is told`() {
        #expect(log([.sample()], ago: 599, reset, reset).levels == [.mend])
        #expect(log([.sample()], ago: 601, reset, reset).levels == [.ok])
        #expect(log([.sample(port: "1-5")], ago: 5, reset, reset).levels == [.ok])
        let failed = log(
            [.sample()], ago: 5, "usb 1-4: device descriptor read/64, error -110", reset, reset)
        #expect(failed[0].found.hasSuffix(#""device descriptor read/64, error -110" 1×, reset 2×"#))
    }

    @Test func `plugging a key out and in once is no fault, nor is waking up`() {
        #expect(log([.sample()], ago: 5, disconnect).levels == [.advice])
        #expect(log([.sample()], ago: 5, reset).levels == [.advice])
        #expect(log([.sample()], ago: 5, reset, disconnect).levels == [.advice])
        #expect(log([.sample()], ago: 5, "usb 1-4: x, error -110").levels == [.mend])
        #expect(log([.sample()], ago: 5, disconnect, disconnect).levels == [.mend])
    }

    @Test func `where a key is missed, lost devices are told`() {
        #expect(log([], ago: 5, disconnect).levels == [.ok])
        let findings = log([], ago: 5, disconnect) { $0.install(.sample()) }
        #expect(findings.levels == [.mend])
        #expect(findings[0].subject == "1-4")
    }

    @Test func `a log that may not be read is told where it matters`() {
        for log in [KernelLog.refused, .absent] {
            let finding = HubCheck.findings(.sample { $0.log = log })[0]
            #expect(finding.level == .unknown)
            #expect(finding.commands == ["sudo dmesg --ctime | grep 'usb '"])
            #expect(HubCheck.findings(.sample([]) { $0.log = log }).levels == [.ok])
        }
    }

    @Test func `two keys of one ID are told`() {
        let keys = [PluggedKey.sample(.duplicateID), .sample(.duplicateID, port: "1-5")]
        let findings = DuplicatesCheck.findings(.sample(keys))
        #expect(findings.levels == [.mend])
        #expect(findings[0].subject == "1-4, 1-5")
        let others = [
            PluggedKey.sample(), .sample(id: .sample(2)), .sample(id: nil), .sample(id: nil),
        ]
        #expect(DuplicatesCheck.findings(.sample(others)).levels == [.ok])
    }
}
