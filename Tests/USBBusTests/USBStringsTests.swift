import SimulatedBus
import SimulatedDevices
import Testing
import USBBus

extension OnSimulatedBus {
    struct USBStringsTests {
        private static let noAccess: Int32 = -3
        private static let timedOut: Int32 = -7
        private static let stalled: Int32 = -9

        private func device(_ simulated: SimulatedDevice) async throws -> USBDevice {
            try await SimulatedBus.exclusively { bus in
                bus.plug(simulated)
                return try #require(try USBScan.devices().first)
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

        @Test func `strings that sysfs does not have come from the device`() async throws {
            let device = try await device(.uncached)
            #expect(device.manufacturer == "Yubico")
            #expect(device.product == "YubiKey")
            #expect(device.serialNumber == "0001234567")
            #expect(device.problem == nil)
        }

        @Test func `a device without strings has none, and no problem`() async throws {
            let device = try await device(SimulatedDevice(vendorID: 1, productID: 2))
            #expect([device.manufacturer, device.product, device.serialNumber] == [nil, nil, nil])
            #expect(device.problem == nil)
        }

        @Test func `one line feed ends a text in sysfs, and no more is cut`() async throws {
            let device = try await device(.key.with { $0.serialNumber = " 1\n" })
            #expect(device.serialNumber == " 1\n")
        }

        @Test func `a text in sysfs that no kernel would write is not read`() async throws {
            let long = String(repeating: "7", count: 1025)
            let answer = SimulatedAnswer.bytes(SimulatedDevice.stringDescriptor("short"))
            let device = try await device(
                .key.with {
                    $0.serialNumber = long
                    $0.answers[.string(3)] = answer
                })
            #expect(device.serialNumber == "short")
        }

        @Test func `a device that may not be opened is listed with the reason`() async throws {
            let device = try await device(.uncached.with { $0.node = .forbidden })
            #expect(device.vendorID == 0x1050)
            #expect(device.serialNumber == nil)
            #expect(device.problem == .openFailed(device.address, code: Self.noAccess))
            #expect(device.problem?.isAccessRefused == true)
        }

        @Test(
            arguments: [
                ([5, 3, 0x41, 0, 0x42], "A"), ([255, 3, 0x41, 0], "A"),
                ([8, 3, 0x41, 0, 0, 0, 0x42, 0], "A"), ([6, 3, 0x00, 0xD8, 0x41, 0], "A"),
                ([6, 3, 0x1B, 0, 0x41, 0], "\u{FFFD}A"), ([2, 3], nil),
            ] as [([UInt8], String?)])
        func `a hostile string is read as far as it is one`(
            bytes: [UInt8], product: String?
        ) async throws {
            let device = try await device(.uncached.with { $0.answers[.string(2)] = .bytes(bytes) })
            #expect(device.product == product)
            #expect(device.serialNumber == "0001234567")
            #expect(device.problem == nil)
        }

        @Test(arguments: [[], [4], [4, 2, 0x41, 0], [0, 3, 0x41, 0]] as [[UInt8]])
        func `an answer that is no string is a problem of that string alone`(
            bytes: [UInt8]
        ) async throws {
            let device = try await device(.uncached.with { $0.answers[.string(2)] = .bytes(bytes) })
            #expect(device.product == nil)
            #expect(device.serialNumber == "0001234567")
            #expect(device.problem == .descriptorMalformed(device.address))
        }

        @Test func `a string that the device refuses is a problem of that string alone`()
            async throws
        {
            let device = try await device(.uncached.with { $0.answers[.string(1)] = .stall })
            #expect(device.manufacturer == nil)
            #expect(device.serialNumber == "0001234567")
            #expect(device.problem == .transferFailed(device.address, code: Self.stalled))
        }

        @Test func `a device that names no language is asked in English`() async throws {
            let device = try await device(.uncached.with { $0.answers[.string(0)] = .stall })
            #expect(device.serialNumber == "0001234567")
            #expect(device.problem == nil)
        }

        @Test(arguments: [UInt8(0), 1])
        func `a device that falls silent is given up after one question`(
            first: UInt8
        ) async throws {
            let silent = SimulatedDevice.uncached.with { device in
                for number in first...3 { device.answers[.string(number)] = .silence }
            }
            try await SimulatedBus.exclusively { bus in
                bus.plug(silent)
                let start = ContinuousClock.now
                let device = try #require(try USBScan.devices().first)
                #expect(ContinuousClock.now - start < .seconds(2))
                #expect(device.problem == .transferFailed(device.address, code: Self.timedOut))
            }
        }
    }
}
