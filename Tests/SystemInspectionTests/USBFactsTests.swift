import RecordedMachines
import SystemInspection
import Testing
import USBBus

struct USBFactsTests {
    private let devices = "sys/bus/usb/devices/"

    @Test func `interfaces are told with class, driver and raw nodes`() throws {
        let machine = try RecordedMachine()
        try machine.write("03", to: devices + "1-4:1.0/bInterfaceClass")
        try machine.link(devices + "1-4:1.0/driver", to: "../../../bus/usb/drivers/usbhid")
        try machine.folder(devices + "1-4:1.0/0003:0529:0003.0001/hidraw/hidraw2")
        try machine.folder(devices + "1-4:1.0/other/hidraw/hidraw3")
        try machine.write("zz", to: devices + "1-4:1.1/bInterfaceClass")
        try machine.write("ff", to: devices + "1-4.1:1.0/bInterfaceClass")
        let interfaces = SystemInspection(root: machine.sysroot).interfaces(of: "1-4")
        #expect(
            interfaces == [
                DeviceInterface(
                    name: "1-4:1.0", classCode: 3, driver: "usbhid", rawNodes: ["hidraw2"]),
                DeviceInterface(name: "1-4:1.1", classCode: nil, driver: nil),
            ])
    }

    private func power(_ machine: RecordedMachine, _ port: String) throws -> PortPower {
        SystemInspection(root: machine.sysroot).power(of: try #require(USBPortPath(port)))
    }

    @Test func `a hub is asked for its supply, and a port of the computer is none`() throws {
        let machine = try RecordedMachine()
        try machine.write("500mA", to: devices + "1-4.2/bMaxPower")
        try machine.write("a0", to: devices + "1-4/bmAttributes")
        try machine.write("3", to: devices + "1-4.2/port/over_current_count")
        let hub = try #require(USBPortPath("1-4"))
        #expect(
            try power(machine, "1-4.2")
                == PortPower(milliamperes: 500, hub: hub, hubHasSupply: false, overCurrents: 3))
        try machine.write("e0", to: devices + "1-4/bmAttributes")
        #expect(try power(machine, "1-4.2").hubHasSupply == true)
        #expect(try power(machine, "1-4") == PortPower(milliamperes: nil))
    }

    @Test(arguments: ["", "mA", "-5 A", "99999999999999999999mA", "\u{0}"])
    func `odd attributes tell nothing`(_ text: String) throws {
        let machine = try RecordedMachine()
        for name in ["1-4.2/bMaxPower", "1-4/bmAttributes", "1-4.2/port/over_current_count"] {
            try machine.write(text, to: devices + name)
        }
        let power = try power(machine, "1-4.2")
        #expect(power.milliamperes == nil && power.hubHasSupply == nil && power.overCurrents == nil)
    }
}
