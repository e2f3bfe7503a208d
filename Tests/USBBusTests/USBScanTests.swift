import SimulatedBus
import SimulatedDevices
import Testing
import USBBus

extension OnSimulatedBus {
    struct USBScanTests {
        @Test func `a machine without USB has no devices`() async throws {
            try await SimulatedBus.exclusively { _ in
                let devices = try USBScan.devices()
                #expect(devices.isEmpty)
            }
        }

        @Test func `a device is listed with what its descriptors say`() async throws {
            try await SimulatedBus.exclusively { bus in
                bus.plug(.key.with { $0.release = 0x0543 })
                let device = try #require(try USBScan.devices().first)
                #expect(device.vendorID == 0x1050)
                #expect(device.productID == 0x0407)
                #expect(device.release == 0x0543)
                #expect(device.usbVersion == 0x0200)
                #expect(device.problem == nil)
            }
        }

        @Test func `devices are listed by address`() async throws {
            try await SimulatedBus.exclusively { bus in
                bus.plug(.key.at("2-1").with { $0.address = 3 })
                bus.plug(.key.at("1-1").with { $0.address = 9 })
                bus.plug(.key.at("1-2").with { $0.address = 4 })
                let addresses = try USBScan.devices().map(\.address.description)
                #expect(addresses == ["001:004", "001:009", "002:003"])
            }
        }

        @Test(arguments: ["usb1", "1-4", "1-4.2"])
        func `a device tells its port`(port: String) async throws {
            try await SimulatedBus.exclusively { bus in
                bus.plug(.key.at(port))
                let devices = try USBScan.devices()
                #expect(devices.map(\.port.description) == [port])
            }
        }

        @Test(arguments: zip(["1.5", "12", "480", "5000", "10000"], USBSpeed.known))
        func `a device tells its speed`(text: String, speed: USBSpeed) async throws {
            try await SimulatedBus.exclusively { bus in
                bus.plug(.key.with { $0.speed = text })
                let devices = try USBScan.devices()
                #expect(devices.map(\.speed) == [speed])
            }
        }

        @Test func `a device tells its interfaces`() async throws {
            let interfaces = [
                SimulatedInterface(number: 0, classCode: 3, endpoints: [0x81, 0x01]),
                SimulatedInterface(number: 1, classCode: 11, endpoints: []),
            ]
            try await SimulatedBus.exclusively { bus in
                bus.plug(.key.with { $0.interfaces = interfaces })
                let device = try #require(try USBScan.devices().first)
                let configuration = try #require(device.configurations.first)
                #expect(device.configurations.count == 1)
                #expect(configuration.interfaces.map(\.number) == [0, 1])
                #expect(configuration.interfaces.map(\.interfaceClass.code) == [3, 11])
                #expect(configuration.interfaces.map(\.endpoints) == [2, 0])
            }
        }

        @Test func `a configuration that libusb refuses is told and costs nothing else`()
            async throws
        {
            // The interface descriptor claims to be one byte long.
            let broken = SimulatedDevice.key.descriptors.enumerated().map { $0 == 27 ? 1 : $1 }
            try await SimulatedBus.exclusively { bus in
                bus.plug(.key.with { $0.rawDescriptors = broken })
                let device = try #require(try USBScan.devices().first)
                #expect(device.configurations.isEmpty)
                #expect(device.serialNumber == "0001234567")
                #expect(device.problem == .descriptorRefused(device.address, code: -1))
            }
        }
    }
}

extension USBSpeed {
    fileprivate static let known: [USBSpeed] = [.low, .full, .high, .super, .superPlus]
}
