import Foundation
import SimulatedBus
import SimulatedDevices
import Testing

@testable import USBBus

extension OnSimulatedBus {
    struct USBRescanTests {
        private static let soon = Duration.milliseconds(10)

        @Test func `a device that nothing tells of is found`() async throws {
            try await SimulatedBus.exclusively { bus in
                let session = try USBSession(rescanEvery: Self.soon)
                var events = session.events().makeAsyncIterator()
                bus.plug(.key, isTold: false)
                let event = try #require(await events.next())
                #expect(event.text == "+1-1")
                #expect(event.device.serialNumber == "0001234567")
            }
        }

        @Test func `a device that leaves without a word is missed`() async throws {
            try await SimulatedBus.exclusively { bus in
                let plug = bus.plug(.key)
                let session = try USBSession(rescanEvery: Self.soon)
                var events = session.events().makeAsyncIterator()
                #expect(await events.next()?.text == "+1-1")
                bus.unplug(plug, isTold: false)
                #expect(await events.next()?.text == "-1-1")
                #expect(session.devices.isEmpty)
            }
        }

        @Test func `another device at the same address leaves and arrives`() async throws {
            try await SimulatedBus.exclusively { bus in
                let plug = bus.plug(.key.with { $0.address = 5 })
                let session = try USBSession(rescanEvery: .milliseconds(200))
                var events = session.events().makeAsyncIterator()
                #expect(await events.next()?.device.productID == 0x0407)
                bus.unplug(plug, isTold: false)
                let other = SimulatedDevice(vendorID: 0x0529, productID: 1)
                bus.plug(other.with { $0.address = 5 }, isTold: false)
                #expect(await events.next()?.text == "-1-1")
                #expect(await events.next()?.device.vendorID == 0x0529)
            }
        }

        @Test func `a device that the kernel resets has neither left nor arrived`() async throws {
            try await SimulatedBus.exclusively { bus in
                let plug = bus.plug(.key)
                let session = try USBSession(rescanEvery: Self.soon)
                var events = session.events().makeAsyncIterator()
                #expect(await events.next()?.text == "+1-1")
                bus.setResetting(true, plug)
                bus.plug(.key.at("1-2"), isTold: false)
                // A rescan that saw both.
                #expect(await events.next()?.text == "+1-2")
                bus.setResetting(false, plug)
                bus.plug(.key.at("1-3"), isTold: false)
                #expect(await events.next()?.text == "+1-3")
                bus.setResetting(true, plug)
                bus.unplug(plug, isTold: false)
                #expect(await events.next()?.text == "-1-1")
            }
        }

        @Test func `during a reset of ours nothing is looked for, and what is told is heard`()
            async throws
        {
            try await SimulatedBus.exclusively { bus in
                let session = try USBSession(rescanEvery: Self.soon)
                var events = session.events().makeAsyncIterator()
                let (hasBegun, isOver) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
                Thread.detachNewThread {
                    USBResetGate.reset {
                        hasBegun.signal()
                        isOver.wait()
                    }
                }
                hasBegun.wait()
                bus.plug(.key.at("1-1"), isTold: false)
                bus.plug(.key.at("1-2"))
                #expect(await events.next()?.text == "+1-2")
                try await Task.sleep(for: Self.soon * 10)
                isOver.signal()
                #expect(await events.next()?.text == "+1-1")
            }
        }

        @Test func `what both ways tell is told once`() async throws {
            try await SimulatedBus.exclusively { bus in
                let session = try USBSession(rescanEvery: .milliseconds(1))
                var events = session.events().makeAsyncIterator()
                for _ in 0..<50 {
                    let plug = bus.plug(.key)
                    #expect(await events.next()?.text == "+1-1")
                    bus.unplug(plug)
                    #expect(await events.next()?.text == "-1-1")
                }
            }
        }
    }
}
