import Foundation
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing
import USBBus

@testable import HardwareKeys

@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct SerialDriverTests {
    private static let uncached = SimulatedDevice.licenseKey(serial: "S").with {
        $0.isCached = false
    }

    private func key(_ device: SimulatedDevice, mayReset: Bool = false) async throws -> HardwareKey
    {
        try await SimulatedBus.exclusively { bus in
            bus.plug(device)
            let found = try #require(try USBScan.devices().first)
            return try #require(
                KeyDetector(catalog: .builtIn).look(at: found, mayReset: mayReset).key)
        }
    }

    @Test func `a serial number that the kernel knows needs no open device`() async throws {
        let key = try await key(.licenseKey(serial: "S").with { $0.node = .forbidden })
        #expect(key.state == .ready)
        #expect(key.problem == nil)
    }

    @Test func `a device that may not be opened is no access, with the reason`() async throws {
        let key = try await key(Self.uncached.with { $0.node = .forbidden })
        #expect(key.state == .noAccess)
        #expect(key.usbProblem?.isAccessRefused == true)
    }

    @Test func `a device whose node is not there is no access, not absent`() async throws {
        let key = try await key(Self.uncached.with { $0.node = .absent })
        #expect(key.state == .noAccess)
        #expect(key.problem == .usb(.nodeAbsent(key.device.address)))
    }

    @Test func `access that udev grants a moment later is waited for`() async throws {
        try await SimulatedBus.exclusively { bus in
            let plug = bus.plug(Self.uncached)
            let found = try #require(try USBScan.devices().first)
            bus.setNode(.forbidden, of: plug)
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 0.2)
                bus.setNode(.open, of: plug)
            }
            let key = KeyDetector(catalog: .builtIn).look(at: found, mayReset: false).key
            #expect(key?.state == .ready)
        }
    }

    @Test func `a device that does not answer is busy, and not reset unasked`() async throws {
        let key = try await key(Self.uncached.with { $0.answers[.string(3)] = .silence })
        #expect(key.state == .busy)
        #expect(key.reset == .notTried)
        #expect(key.usbProblem?.isSilence == true)
    }

    @Test func `a key that its maker's run-time may use is never reset`() async throws {
        let key = try await key(
            Self.uncached.with { $0.answers[.string(3)] = .silence }, mayReset: true)
        #expect(key.entry?.runtime == "Guardant Control Center")
        #expect(key.state == .busy)
        #expect(key.reset == .notTried)
    }

    @Test func `a number that the device refuses to tell is no reason for a reset`() async throws {
        let refusing = Self.uncached.with {
            ($0.vendorID, $0.productID) = (0x0e50, 0x0001)
            $0.answers[.string(3)] = .stall
        }
        let key = try await key(refusing, mayReset: true)
        #expect(key.state == .busy)
        #expect(key.reset == .notTried)
    }
}

extension HardwareKey {
    fileprivate var usbProblem: USBError? {
        if case .usb(let error) = problem { error } else { nil }
    }
}
