import RecordedMachines
import SeededRandomness
import SystemInspection
import Testing
import USBBus

/// Which devices are FIDO2 keys, as sysfs tells.
struct SecurityKeyNodeTests {
    /// The beginning of a FIDO2 key's report descriptor (CTAP 2.1, section 11.2.8.2), and of a
    /// keyboard's (USB HID 1.11, appendix B.1).
    private static let fido: [UInt8] = [0x06, 0xd0, 0xf1, 0x09, 0x01, 0xa1, 0x01, 0x09, 0x20]
    private static let keyboard: [UInt8] = [0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07]

    private let machine: RecordedMachine
    private let port = USBPortPath(bus: 1, ports: [4])

    init() throws {
        machine = try RecordedMachine()
    }

    private var inspection: SystemInspection { SystemInspection(root: machine.sysroot) }

    /// A human interface of the device in the port, with its node and its report descriptor.
    private func add(_ interface: Int, node: String?, _ descriptor: [UInt8]? = nil) throws {
        let folder = "sys/bus/usb/devices/1-4:1.\(interface)"
        try machine.write("03", to: folder + "/bInterfaceClass")
        guard let node else { return }
        try machine.write("", to: "\(folder)/0003:1209:0001.000\(interface)/hidraw/\(node)/dev")
        guard let descriptor else { return }
        try machine.write(descriptor, to: "sys/class/hidraw/\(node)/device/report_descriptor")
    }

    @Test func `a key is told by its node, also beside a keyboard`() throws {
        #expect(inspection.securityKeyNode(in: port) == .unknown)
        try add(0, node: "hidraw0", Self.keyboard)
        try add(1, node: "hidraw1", Self.fido)
        #expect(inspection.securityKeyNode(in: port) == .node("hidraw1"))
    }

    @Test func `a keyboard is another device, and what has no node yet is not known`() throws {
        try add(0, node: "hidraw0", Self.keyboard)
        #expect(inspection.securityKeyNode(in: port) == .other)
        try add(1, node: nil)
        #expect(inspection.securityKeyNode(in: port) == .unknown)
    }

    @Test(
        arguments: [
            ([], false), ([0x06], false), ([0x06, 0xd0], false), ([0x06, 0xd0, 0xf1], true),
            // A page of one byte, and one of four.
            ([0x05, 0xd0], false), ([0x07, 0xd0, 0xf1, 0, 0], true),
            ([0x07, 0xd0, 0xf1, 1, 0], false),
            // The bytes as the data of another item, and after a long one.
            ([0x26, 0xd0, 0xf1], false), ([0xfe, 0x02, 0x00, 9, 9, 0x06, 0xd0, 0xf1], true),
            ([0xfe, 0xff, 0x00, 0x06, 0xd0, 0xf1], false), ([0xfe], false),
        ] as [([UInt8], Bool)])
    func `a report descriptor is a FIDO2 key's by its usage page`(
        _ descriptor: [UInt8], _ isKey: Bool
    ) throws {
        try add(0, node: "hidraw0", descriptor)
        #expect(inspection.securityKeyNode(in: port) == (isKey ? .node("hidraw0") : .other))
    }

    @Test func `report descriptors of any bytes never trap`() throws {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<300 {
            try add(0, node: "hidraw0", generator.bytes(upTo: 64))
            _ = inspection.securityKeyNode(in: port)
        }
    }

    @Test func `udev is done once it keeps a record, or where it does not run`() throws {
        try machine.write("240:3", to: "sys/class/hidraw/hidraw3/dev")
        #expect(inspection.isUdevDone(withRaw: "hidraw3"))
        try machine.write("", to: "run/udev/control")
        #expect(!inspection.isUdevDone(withRaw: "hidraw3"))
        try machine.write("Q:uaccess", to: "run/udev/data/c240:3")
        #expect(inspection.isUdevDone(withRaw: "hidraw3"))
    }

    @Test func `a device is where it sits now, for as long as the kernel says`() throws {
        try machine.write("1", to: "sys/bus/usb/devices/1-4/busnum")
        try machine.write("17", to: "sys/bus/usb/devices/1-4/devnum")
        try machine.write("1500", to: "sys/bus/usb/devices/1-4/power/connected_duration")
        #expect(inspection.address(in: port) == USBAddress(bus: 1, device: 17))
        #expect(inspection.connected(port) == .milliseconds(1500))
        try machine.write("300", to: "sys/bus/usb/devices/1-4/devnum")
        #expect(inspection.address(in: port) == nil)
    }
}
