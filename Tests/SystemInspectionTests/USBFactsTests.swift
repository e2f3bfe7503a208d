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

    /// A device descriptor, then the start of a configuration.
    private func descriptors(attributes: UInt8 = 0x80, power: UInt8 = 50) -> [UInt8] {
        [18, 1] + Array(repeating: 0, count: 16) + [9, 2, 34, 0, 1, 1, 0, attributes, power, 9, 4]
    }

    @Test func `a hub is asked for its supply, and a port of the computer is none`() throws {
        let machine = try RecordedMachine()
        try machine.write(descriptors(power: 250), to: devices + "1-4.2/descriptors")
        try machine.write(descriptors(attributes: 0xa0), to: devices + "1-4/descriptors")
        try machine.write("3", to: devices + "1-4.2/port/over_current_count")
        let hub = try #require(USBPortPath("1-4"))
        #expect(
            try power(machine, "1-4.2")
                == PortPower(milliamperes: 500, hub: hub, hubHasSupply: false, overCurrents: 3))
        try machine.write(descriptors(attributes: 0xe0), to: devices + "1-4/descriptors")
        #expect(try power(machine, "1-4.2").hubHasSupply == true)
        #expect(try power(machine, "1-4") == PortPower(milliamperes: 100))
    }

    @Test(arguments: [("12", 100), ("480", 100), ("1.5", 100), ("5000", 400), ("10000", 400)])
    func `a fast device counts its power in larger steps`(
        _ speed: String, _ milliamperes: Int
    ) throws {
        let machine = try RecordedMachine()
        try machine.write(descriptors(), to: devices + "1-4/descriptors")
        try machine.write(speed, to: devices + "1-4/speed")
        #expect(try power(machine, "1-4").milliamperes == milliamperes)
    }

    @Test func `odd descriptors tell nothing`() throws {
        let machine = try RecordedMachine()
        let whole = descriptors()
        let odd = [
            [], Array(whole.prefix(26)), Array(whole.prefix(18)) + [8] + whole.dropFirst(19),
            Array(whole.prefix(19)) + [4] + whole.dropFirst(20),
        ]
        for bytes in odd {
            try machine.write(bytes, to: devices + "1-4/descriptors")
            try machine.write("x", to: devices + "1-4/port/over_current_count")
            #expect(try power(machine, "1-4") == PortPower(milliamperes: nil), "\(bytes)")
        }
        try machine.write(Array(whole.prefix(27)), to: devices + "1-4/descriptors")
        #expect(try power(machine, "1-4").milliamperes == 100)
    }
}
