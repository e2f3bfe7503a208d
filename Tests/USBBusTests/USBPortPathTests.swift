import Testing
import USBBus

struct USBPortPathTests {
    @Test(arguments: ["1-4", "1-4.2", "2-1.2.3.4.5.6", "usb1", "usb255"])
    func `the name of a device in sysfs is read and written alike`(name: String) throws {
        #expect(try #require(USBPortPath(name)).description == name)
    }

    @Test(arguments: ["1-4:1.0", "1-0:1.0", "", "1", "1-", "-1", "1-4.", "1-256", "usb", "1-2-3"])
    func `what names no device is no port`(name: String) {
        #expect(USBPortPath(name) == nil)
    }

    @Test func `a port tells its bus and the ports on the way`() {
        #expect(USBPortPath("3-4.2") == USBPortPath(bus: 3, ports: [4, 2]))
        #expect(USBPortPath("usb3") == USBPortPath(bus: 3, ports: []))
    }

    @Test func `addresses are written with three digits and sort by bus, then number`() {
        #expect(USBAddress(bus: 1, device: 4).description == "001:004")
        #expect(USBAddress(bus: 12, device: 127).description == "012:127")
        #expect(USBAddress(bus: 1, device: 9) < USBAddress(bus: 2, device: 1))
    }
}
