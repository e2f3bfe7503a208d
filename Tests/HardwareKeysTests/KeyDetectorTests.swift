import HardwareKeys
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing
import USBBus

@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct KeyDetectorTests {
    private let detector = KeyDetector(catalog: .builtIn)

    private func keys(_ devices: SimulatedDevice...) async throws -> [HardwareKey] {
        try await SimulatedBus.exclusively { bus in
            for device in devices { bus.plug(device) }
            return detector.keys(among: try USBScan.devices())
        }
    }

    @Test func `a serial number is the ID, percent-encoded`() async throws {
        let key = try #require(try await keys(.licenseKey(serial: "30A1 B2/ü")).first)
        #expect(key.id?.description == "usb:0a89-0002:30A1%20B2%2F%C3%BC")
        #expect(key.state == .ready)
        #expect(key.assurance == .identified)
    }

    @Test(arguments: [nil, "", "   "])
    func `a key without a serial number is anonymous`(_ serial: String?) async throws {
        let key = try #require(try await keys(.licenseKey(serial: serial)).first)
        #expect(key.id == nil)
        #expect(key.assurance == nil)
        #expect(key.state == .anonymous)
    }

    @Test func `a serial number that this user may not ask for is no access`() async throws {
        let device = SimulatedDevice.licenseKey(serial: "S").with {
            $0.isCached = false
            $0.node = .forbidden
        }
        #expect(try await keys(device).first?.state == .noAccess)
    }

    @Test func `a serial number that the kernel has not comes from the device`() async throws {
        let device = SimulatedDevice.licenseKey(serial: "S").with { $0.isCached = false }
        #expect(try await keys(device).first?.id?.description == "usb:0a89-0002:S")
    }

    @Test func `a key that leaves before it is asked is not listed`() async throws {
        let device = SimulatedDevice.licenseKey(serial: "S").with { $0.isCached = false }
        try await SimulatedBus.exclusively { bus in
            let plug = bus.plug(device)
            let devices = try USBScan.devices()
            #expect(devices.count == 1)
            bus.unplug(plug)
            #expect(detector.keys(among: devices).isEmpty)
        }
    }

    @Test func `a HASP key has no ID that USB tells`() async throws {
        let key = try #require(try await keys(.hasp()).first)
        #expect(key.state == .needsRuntime)
        #expect(key.id == nil)
    }

    @Test func `devices with one ID are all marked`() async throws {
        let found = try await keys(
            .licenseKey(serial: "A", port: "1-1"), .licenseKey(serial: "A", port: "1-2"),
            .licenseKey(serial: "B", port: "1-3"))
        #expect(found.map(\.state) == [.duplicateID, .duplicateID, .ready])
    }

    @Test func `other devices are no license keys`() async throws {
        #expect(try await keys(.eToken(), .serialCable(), .flashStick()).isEmpty)
    }
}
