import SimulatedBus
import SimulatedDevices
import Testing
import USBBus

extension OnSimulatedBus {
    struct USBHandleTests {
        private static let rounds = 25
        private static let never = Duration.seconds(3600)
        private static let version = USBControlRequest(.vendor, request: 7, value: 0x0102)

        private static let answering = SimulatedDevice.key.with { device in
            device.answers[SimulatedRequest(type: 0xC0, request: 7, value: 0x0102)] =
                .bytes([1, 2, 3, 4])
            device.answers[SimulatedRequest(type: 0x40, request: 7, value: 0x0102)] = .bytes([])
            device.answers[SimulatedRequest(type: 0xC0, request: 8, value: 0)] = .silence
        }

        @Test func `a transfer brings what the device answers, and no more than asked for`()
            async throws
        {
            try await SimulatedBus.exclusively { bus in
                bus.plug(Self.answering)
                let session = try USBSession(rescanEvery: Self.never)
                let handle = try #require(session.devices.first).open()
                let timeout = Duration.seconds(5)
                #expect(
                    try handle.receive(Self.version, atMost: 64, timeout: timeout) == [1, 2, 3, 4])
                #expect(try handle.receive(Self.version, atMost: 3, timeout: timeout) == [1, 2, 3])
            }
        }

        @Test func `a transfer brings bytes to the device`() async throws {
            try await SimulatedBus.exclusively { bus in
                let plug = bus.plug(Self.answering)
                let session = try USBSession(rescanEvery: Self.never)
                let handle = try #require(session.devices.first).open()
                try handle.send(Self.version, [9, 8, 7], timeout: .seconds(5))
                #expect(bus.received(by: plug) == [9, 8, 7])
            }
        }

        @Test func `a transfer without an answer ends with its time`() async throws {
            try await SimulatedBus.exclusively { bus in
                bus.plug(Self.answering)
                let session = try USBSession(rescanEvery: Self.never)
                let device = try #require(session.devices.first)
                let handle = try device.open()
                let silent = USBControlRequest(.vendor, request: 8)
                let start = ContinuousClock.now
                #expect(throws: USBError.transferFailed(device.address, code: -7)) {
                    _ = try handle.receive(silent, atMost: 8, timeout: .milliseconds(50))
                }
                #expect(ContinuousClock.now - start < .seconds(5))
            }
        }

        @Test func `a handle outlives its session, and frees all with itself`() async throws {
            try await SimulatedBus.exclusively { bus in
                bus.plug(Self.answering)
                let files = try Resources.openFiles
                for _ in 0..<Self.rounds {
                    var session: USBSession? = try USBSession(rescanEvery: Self.never)
                    let device = try #require(session?.devices.first)
                    let handle = try device.open()
                    session = nil
                    let answer = try handle.receive(Self.version, atMost: 9, timeout: .seconds(5))
                    #expect(answer == [1, 2, 3, 4])
                }
                #expect(try SimulatedBus.listeners == 0)
                #expect(try await Resources.isTight(since: files, rounds: Self.rounds))
            }
        }

        @Test func `a device that only a rescan found is opened`() async throws {
            try await SimulatedBus.exclusively { bus in
                let session = try USBSession(rescanEvery: .milliseconds(10))
                var events = session.events().makeAsyncIterator()
                bus.plug(Self.answering, isTold: false)
                let device = try #require(await events.next()).device
                let handle = try device.open()
                let answer = try handle.receive(Self.version, atMost: 9, timeout: .seconds(5))
                #expect(answer == [1, 2, 3, 4])
            }
        }

        @Test func `a device that may not be opened is refused with the reason`() async throws {
            try await SimulatedBus.exclusively { bus in
                bus.plug(.key.with { $0.node = .forbidden })
                let session = try USBSession(rescanEvery: Self.never)
                let device = try #require(session.devices.first)
                #expect(throws: USBError.openFailed(device.address, code: -3)) {
                    _ = try device.open()
                }
            }
        }

        @Test func `a device without a node is refused, and stays on the bus`() async throws {
            try await SimulatedBus.exclusively { bus in
                bus.plug(.key.with { $0.node = .absent })
                let session = try USBSession(rescanEvery: Self.never)
                let device = try #require(session.devices.first)
                #expect(throws: USBError.nodeAbsent(device.address)) { _ = try device.open() }
                #expect(session.devices == [device])
            }
        }

        @Test(arguments: [
            SimulatedDevice(vendorID: 0x0529, productID: 1),
            .key.with { $0.release = 0x0999 }, .key.with { $0.serialNumber = "0007654321" },
            .uncached.with { $0.serialNumber = "0007654321" },
        ])
        func `another device at the same address is not opened`(other: SimulatedDevice) async throws
        {
            try await SimulatedBus.exclusively { bus in
                let plug = bus.plug(.key.with { $0.address = 5 })
                let session = try USBSession(rescanEvery: Self.never)
                let device = try #require(session.devices.first)
                bus.unplug(plug, isTold: false)
                bus.plug(other.with { $0.address = 5 }, isTold: false)
                #expect(throws: USBError.deviceChanged(device.address)) {
                    _ = try device.open()
                }
            }
        }

        @Test func `a device that is gone is not opened`() async throws {
            try await SimulatedBus.exclusively { bus in
                let plug = bus.plug(.key)
                let session = try USBSession(rescanEvery: .milliseconds(10))
                var events = session.events().makeAsyncIterator()
                let device = try #require(await events.next()).device
                bus.unplug(plug)
                _ = await events.next()
                #expect(throws: USBError.deviceGone(device.address)) {
                    _ = try device.open()
                }
            }
        }
    }
}
