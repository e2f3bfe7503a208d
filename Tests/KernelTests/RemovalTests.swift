import GuestMessages
import RedirectedUSB
import SimulatedDevices
import Testing
import VirtualMachine

extension OnRealKernel {
    struct RemovalTests {
        @Test func `a key that is back after a second was never told as gone`() async throws {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                try await machine.plug(.key(), into: port)
                let watch = try await machine.watch()
                #expect(try await watch.next().text == "arrived ready \(port.name)")
                try await machine.unplug(port)
                try await Task.sleep(for: .seconds(1))
                try await machine.plug(.key(), into: port)
                #expect(try await watch.next().text == "bounced ready \(port.name)")
                // Longer than the debounce.
                try await Task.sleep(for: .seconds(6))
                #expect(try watch.events.map(\.word) == ["arrived", "bounced"])
            }
        }

        @Test func `a key that stays away is told as gone once, after the debounce`() async throws {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                try await machine.plug(.key(), into: port)
                let watch = try await machine.watch()
                #expect(try await watch.next().text == "arrived ready \(port.name)")
                let pulled = try await machine.unplug(port)
                let left = try await watch.next()
                #expect(left.text == "left ready \(port.name)")
                #expect(left.at - pulled.at > .seconds(5))
                #expect(left.at - pulled.at < .seconds(10))
                try await Task.sleep(for: .seconds(10) - (left.at - pulled.at))
                try await machine.plug(.key(), into: port)
                #expect(try await watch.next().text == "arrived ready \(port.name)")
                #expect(try watch.events.map(\.word) == ["arrived", "left", "arrived"])
            }
        }

        @Test func `a key is followed into a hub`() async throws {
            try await RealKernel.exclusively { machine in
                let (port, hub) = (machine.ports[0], machine.hubPorts[0])
                let key = SimulatedDevice.key().with { $0.speed = "12" }
                try await machine.plug(key, into: port)
                let watch = try await machine.watch()
                #expect(try await watch.next().text == "arrived ready \(port.name)")
                try await machine.unplug(port)
                try await machine.plug(key, into: hub)
                #expect(try await watch.next().text == "bounced ready \(hub.name)")
                #expect(try await watch.next().text == "changed ready \(hub.name)")
            }
        }
    }
}
