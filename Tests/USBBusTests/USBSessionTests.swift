import SimulatedBus
import SimulatedDevices
import Testing
import USBBus

extension OnSimulatedBus {
    struct USBSessionTests {
        private static let rounds = 25

        @Test func `a session knows at once what is plugged in`() async throws {
            try await SimulatedBus.exclusively { bus in
                bus.plug(.key)
                let session = try USBSession()
                #expect(session.devices.map(\.serialNumber) == ["0001234567"])
            }
        }

        @Test func `a device that arrives is told with its strings`() async throws {
            try await SimulatedBus.exclusively { bus in
                let session = try USBSession(rescanEvery: .seconds(3600))
                var events = session.events().makeAsyncIterator()
                bus.plug(.key.at("1-4.2"))
                let event = try #require(await events.next())
                #expect(event.text == "+1-4.2")
                #expect(event.device.serialNumber == "0001234567")
                #expect(session.devices == [event.device])
            }
        }

        @Test func `a device that leaves is told once, as it was when it arrived`() async throws {
            try await SimulatedBus.exclusively { bus in
                let plug = bus.plug(.key)
                let session = try USBSession(rescanEvery: .seconds(3600))
                var events = session.events().makeAsyncIterator()
                let arrival = try #require(await events.next())
                bus.unplug(plug)
                bus.plug(.key.at("1-2"))
                #expect(await events.next() == .left(arrival.device))
                #expect(await events.next()?.text == "+1-2")
            }
        }

        @Test func `who subscribes late is told what is there`() async throws {
            try await SimulatedBus.exclusively { bus in
                let session = try USBSession(rescanEvery: .seconds(3600))
                var early = session.events().makeAsyncIterator()
                bus.plug(.key.at("1-1"))
                bus.plug(.key.at("1-2"))
                #expect(await early.next()?.text == "+1-1")
                #expect(await early.next()?.text == "+1-2")
                var late = session.events().makeAsyncIterator()
                bus.plug(.key.at("1-3"))
                #expect(await late.next()?.text == "+1-1")
                #expect(await late.next()?.text == "+1-2")
                #expect(await late.next()?.text == "+1-3")
            }
        }

        @Test func `who stops listening takes nothing from the others`() async throws {
            try await SimulatedBus.exclusively { bus in
                let session = try USBSession(rescanEvery: .seconds(3600))
                var events = session.events().makeAsyncIterator()
                for _ in 0..<10 { _ = session.events() }
                bus.plug(.key)
                #expect(await events.next()?.text == "+1-1")
            }
        }

        @Test func `a session that ends ends its streams, its threads and its files`()
            async throws
        {
            try await SimulatedBus.exclusively { bus in
                let files = try Resources.openFiles
                for _ in 0..<Self.rounds {
                    var session: USBSession? = try USBSession(rescanEvery: .seconds(3600))
                    var events = try #require(session).events().makeAsyncIterator()
                    let plug = bus.plug(.key)
                    #expect(await events.next()?.text == "+1-1")
                    #expect(try SimulatedBus.listeners == 1)
                    bus.unplug(plug)
                    #expect(await events.next()?.text == "-1-1")
                    session = nil
                    #expect(await events.next() == nil)
                    // The kernel shows a thread a little longer than it is waited for.
                    while try SimulatedBus.listeners != 0 {
                        try await Task.sleep(for: .milliseconds(1))
                    }
                }
                #expect(try await Resources.isTight(since: files, rounds: Self.rounds))
            }
        }
    }
}
