import LicenseBinding
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing
import USBBus

@testable import HardwareKeys

@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct KeyMonitorTests {
    private static let timing = PresenceTiming(debounce: .milliseconds(500))

    private func monitor() throws -> KeyMonitor {
        let session = try USBSession()
        return KeyMonitor(
            following: { session.events() }, detector: KeyDetector(catalog: .builtIn),
            timing: Self.timing)
    }

    @Test func `a key that is pulled out is told after its debounce`() async throws {
        try await SimulatedBus.exclusively { bus in
            let plug = bus.plug(.licenseKey(serial: "A"))
            var events = try monitor().events().makeAsyncIterator()
            #expect(await events.next()?.word == "arrived A ready")
            let pulled = ContinuousClock.now
            bus.unplug(plug)
            #expect(await events.next()?.word == "left A ready")
            #expect(ContinuousClock.now - pulled >= Self.timing.debounce)
        }
    }

    @Test func `a key that is back at once in another port has bounced and changed`() async throws {
        try await SimulatedBus.exclusively { bus in
            let plug = bus.plug(.licenseKey(serial: "A", port: "1-1"))
            var events = try monitor().events().makeAsyncIterator()
            #expect(await events.next()?.word == "arrived A ready")
            bus.unplug(plug)
            bus.plug(.licenseKey(serial: "A", port: "1-3"))
            #expect(await events.next()?.word == "bounced A ready")
            let moved = await events.next()
            #expect(moved?.word == "changed A ready")
            #expect(moved?.key.device.port.description == "1-3")
        }
    }

    @Test func `a key that does not answer holds up no other`() async throws {
        try await SimulatedBus.exclusively { bus in
            var events = try monitor().events().makeAsyncIterator()
            let silent = SimulatedDevice.licenseKey(serial: "S", port: "1-2").with {
                ($0.vendorID, $0.productID) = (0x0e50, 0x0001)
                $0.isCached = false
                $0.answers[.string(3)] = .silence
            }
            bus.plug(silent)
            bus.plug(.licenseKey(serial: "A", port: "1-1"))
            #expect(await events.next()?.word == "arrived A ready")
            let busy = await events.next()
            #expect(busy?.word == "arrived ? busy")
            #expect(busy?.key.reset != .notTried)
        }
    }

    @Test func `a key that may be opened after all is told as ready`() async throws {
        try await SimulatedBus.exclusively { bus in
            var events = try monitor().events().makeAsyncIterator()
            let plug = bus.plug(
                .licenseKey(serial: "A").with {
                    $0.isCached = false
                    $0.node = .forbidden
                })
            #expect(await events.next()?.word == "arrived ? noAccess")
            bus.setNode(.open, of: plug)
            #expect(await events.next()?.word == "changed A ready")
        }
    }

    @Test func `who stops listening lets go of the bus`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "A"))
            weak var session: USBSession?
            do {
                let held = try USBSession()
                session = held
                let monitor = KeyMonitor(
                    following: { held.events() }, detector: KeyDetector(catalog: .builtIn),
                    timing: Self.timing)
                for await event in monitor.events() {
                    #expect(event.word == "arrived A ready")
                    break
                }
            }
            let end = ContinuousClock.now + .seconds(30)
            while session != nil, ContinuousClock.now < end { await Task.yield() }
            #expect(session == nil)
        }
    }
}

extension KeyEvent {
    fileprivate var word: String { "\(verb) \(key.serial ?? "?") \(key.state)" }
}

extension HardwareKey {
    fileprivate var serial: String? {
        if case .usb(_, _, let serial) = id { serial } else { nil }
    }
}
