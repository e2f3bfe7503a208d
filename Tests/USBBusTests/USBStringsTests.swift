import SimulatedBus
import SimulatedDevices
import Testing
import USBBus

extension OnSimulatedBus {
    struct USBStringsTests {
        private func device(_ simulated: SimulatedDevice) async throws -> USBDevice {
            try await SimulatedBus.exclusively { bus in
                bus.plug(simulated)
                return try #require(try USBScan.devices().first)
            }
        }

        /// The serial number that the device itself tells.
        private func answer(of simulated: SimulatedDevice) async throws -> String? {
            try await SimulatedBus.exclusively { bus in
                bus.plug(simulated)
                return try #require(try USBScan.devices().first).open().serialNumber()
            }
        }

        @Test func `strings come from sysfs, also where the device may not be opened`()
            async throws
        {
            let device = try await device(.key.with { $0.node = .forbidden })
            #expect(device.manufacturer == "Yubico")
            #expect(device.product == "YubiKey")
            #expect(device.serialNumber == "0001234567")
            #expect(device.problem == nil)
        }

        @Test func `a device is not asked for strings that sysfs does not have`() async throws {
            try await SimulatedBus.exclusively { bus in
                // It would answer.
                bus.plug(.uncached)
                let device = try #require(try USBScan.devices().first)
                #expect(device.serialNumber == nil)
                #expect(device.declaresSerialNumber)
                #expect(device.problem == nil)
            }
        }

        @Test func `a device that is asked tells its serial number`() async throws {
            #expect(try await answer(of: .uncached) == "0001234567")
        }

        @Test func `a device without strings has none, and no problem`() async throws {
            let plain = SimulatedDevice(vendorID: 1, productID: 2)
            let device = try await device(plain)
            #expect([device.manufacturer, device.product, device.serialNumber] == [nil, nil, nil])
            #expect(!device.declaresSerialNumber)
            #expect(device.problem == nil)
            #expect(try await answer(of: plain) == nil)
        }

        @Test func `one line feed ends a text in sysfs, and no more is cut`() async throws {
            let device = try await device(.key.with { $0.serialNumber = " 1\n" })
            #expect(device.serialNumber == " 1\n")
        }

        @Test func `a text in sysfs that no kernel would write is not read`() async throws {
            let long = String(repeating: "7", count: 1025)
            let device = try await device(.key.with { $0.serialNumber = long })
            #expect(device.serialNumber == nil)
            #expect(device.declaresSerialNumber)
        }

        @Test(
            arguments: [
                ([5, 3, 0x41, 0, 0x42], "A"), ([255, 3, 0x41, 0], "A"),
                ([8, 3, 0x41, 0, 0, 0, 0x42, 0], "A"), ([6, 3, 0x00, 0xD8, 0x41, 0], "A"),
                ([6, 3, 0x1B, 0, 0x41, 0], "\u{1B}A"), ([2, 3], nil),
            ] as [([UInt8], String?)])
        func `a hostile string is read as far as it is one`(
            bytes: [UInt8], serialNumber: String?
        ) async throws {
            let device = SimulatedDevice.uncached.with { $0.answers[.string(3)] = .bytes(bytes) }
            #expect(try await answer(of: device) == serialNumber)
        }

        @Test(arguments: [[], [4], [4, 2, 0x41, 0], [0, 3, 0x41, 0]] as [[UInt8]])
        func `an answer that is no string is malformed`(bytes: [UInt8]) async throws {
            let device = SimulatedDevice.uncached.with {
                $0.answers[.string(3)] = .bytes(bytes)
                $0.address = 7
            }
            await #expect(throws: USBError.descriptorMalformed(USBAddress(bus: 1, device: 7))) {
                _ = try await answer(of: device)
            }
        }

        @Test func `a string that the device refuses is a failed transfer, and no silence`()
            async throws
        {
            let device = SimulatedDevice.uncached.with { $0.answers[.string(3)] = .stall }
            let error = await #expect(throws: USBError.self) { _ = try await answer(of: device) }
            #expect(error?.isSilence == false)
        }

        @Test func `a device that names no language is asked in English`() async throws {
            let device = SimulatedDevice.uncached.with { $0.answers[.string(0)] = .stall }
            #expect(try await answer(of: device) == "0001234567")
        }

        @Test(arguments: [UInt8(0), 3])
        func `a device that does not answer is given up after one question`(
            number: UInt8
        ) async throws {
            let silent = SimulatedDevice.uncached.with { $0.answers[.string(number)] = .silence }
            let start = ContinuousClock.now
            let error = await #expect(throws: USBError.self) { _ = try await answer(of: silent) }
            #expect(ContinuousClock.now - start < .seconds(5))
            #expect(error?.isSilence == true)
        }
    }
}
