import Testing

@testable import USBBus

struct USBRegisterTests {
    private static let address = USBAddress(bus: 1, device: 5)

    private func device(_ productID: UInt16, port: UInt8 = 1) -> USBDevice {
        USBDevice(
            address: Self.address, port: USBPortPath(bus: 1, ports: [port]), vendorID: 1,
            productID: productID, release: 0, usbVersion: 0x0200,
            deviceClass: USBClass(code: 0, subclass: 0, protocolCode: 0), speed: .full,
            strings: USBStrings(manufacturer: nil, product: nil, serialNumber: nil),
            declaresSerialNumber: false, configurations: [], problem: nil)
    }

    private func told(_ work: (USBRegister) -> Void) async -> [USBEvent] {
        let register = USBRegister()
        let events = register.events()
        work(register)
        register.close()
        return await events.reduce(into: []) { $0.append($1) }
    }

    @Test func `a device that arrives twice is told once`() async {
        let events = await told {
            $0.arrived(device(2))
            $0.arrived(device(2))
        }
        #expect(events == [.arrived(device(2))])
    }

    @Test func `another device at an address is told after the first one left`() async {
        let events = await told {
            $0.arrived(device(2))
            $0.arrived(device(3))
            $0.arrived(device(3, port: 2))
        }
        #expect(
            events == [
                .arrived(device(2)), .left(device(2)), .arrived(device(3)), .left(device(3)),
                .arrived(device(3, port: 2)),
            ])
    }

    @Test func `a device that leaves twice is told once`() async {
        let events = await told {
            $0.arrived(device(2))
            $0.left(Self.address)
            $0.left(Self.address)
        }
        #expect(events == [.arrived(device(2)), .left(device(2))])
    }

    @Test func `a closed register tells what is there and ends the stream`() async {
        let register = USBRegister()
        register.arrived(device(2))
        register.close()
        var events = register.events().makeAsyncIterator()
        #expect(await events.next() == .arrived(device(2)))
        #expect(await events.next() == nil)
    }
}
