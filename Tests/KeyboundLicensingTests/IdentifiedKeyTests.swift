import HardwareKeys
import LicenseBinding
import LicensedComputer
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing

@testable import KeyboundLicensing

/// A key with a serial number, which the program itself sees through libusb.
@Suite(.simulatedBus, .timeLimit(.minutes(5)))
struct IdentifiedKeyTests {
    private static let id = KeyID.usb(vendor: 0x0a89, product: 0x0002, serial: "A")

    @Test func `it opens a session, and its removal and return are told`() async throws {
        try await SimulatedBus.exclusively { bus in
            let plug = bus.plug(.licenseKey(serial: "A"))
            let computer = try LicensedComputer(isPlugged: false)
            try computer.install(
                binding: Binding(mode: .key, keys: [BoundKey(id: Self.id, role: .primary)]))
            var settings = computer.settings
            settings.ports = ComputerPorts()
            let session = try await computer.session(settings: settings)
            let verdict = session.verdict
            #expect(verdict.route == .direct)
            #expect(verdict.keys == [Self.id.description])
            #expect(verdict.passedOver.map(\.reason.code) == ["NOT_APPLICABLE"])
            var changes = session.changes.makeAsyncIterator()
            bus.unplug(plug)
            #expect(await changes.next()?.warnings.map(\.code) == ["IN_GRACE"])
            bus.plug(.licenseKey(serial: "A"))
            let back = await changes.next()
            #expect(back?.isAccepted == true)
            #expect(back?.graceLeft == nil)
            session.close()
            // The next one on the bus is alone with it.
            while try SimulatedBus.listeners > 0 { try await Task.sleep(for: .milliseconds(1)) }
        }
    }
}
