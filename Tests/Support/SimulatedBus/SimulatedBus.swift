import CSimulatedBus
import FileSystem
import Glibc
import Synchronization
package import SimulatedDevices

/// A USB bus of plain files, which libusb and libudev take for the kernel's, in this process and
/// in those that it starts.
///
/// There is one for each process, so tests take turns: ``exclusively(_:)``.
package final class SimulatedBus: Sendable {
    private struct State {
        var ends: [SimulatedPlug: SimulatedEnd] = [:]
        var lastAddress: UInt8 = 1

        /// Counts up and around, as the kernel does, past those that are taken.
        mutating func nextAddress(on bus: UInt8) -> UInt8 {
            repeat {
                lastAddress = lastAddress % 127 + 1
            } while ends.keys.contains { $0.bus == bus && $0.address == lastAddress }
            return lastAddress
        }

        /// Lets the addresses of the next test count up without a turn, if it plugs in as few as usual.
        mutating func turnEarly() {
            if lastAddress > 63 { lastAddress = 1 }
        }
    }

    private static let shared = SimulatedBus()
    private static let gate = SimulatedGate()

    private nonisolated(unsafe) let bus: OpaquePointer
    private let folder: SimulatedFolder
    private let state = Mutex(State())

    /// Whether this process runs under `umockdev-wrapper`, without which there is no simulation.
    package static var isAvailable: Bool { simulated_bus_is_available() }

    private init() {
        bus = simulated_bus_new()
        let path = simulated_bus_root(bus)
        folder = SimulatedFolder(root: Folder(String(cString: path)))
        free(path)
    }

    /// Gives an empty bus to one at a time, and unplugs what is left on it afterwards.
    package static func exclusively<Result>(
        _ body: (SimulatedBus) async throws -> Result
    ) async throws -> Result {
        precondition(isAvailable, "start the process with umockdev-wrapper")
        await gate.enter()
        defer { gate.leave() }
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(shared)) } catch { result = .failure(error) }
        await shared.clear()
        return try result.get()
    }

    /// The threads of this process that listen for events: one, or none where no session is.
    package static var listeners: Int {
        get throws {
            let tasks = Folder("/proc/self/task")
            return try tasks.entries().count { task in
                // A thread that ends between the two looks is none.
                (try? tasks.folder(task).text("comm")) == "libusb_event"
            }
        }
    }

    /// Plugs a device in, where no other is.
    /// - Parameter isTold: whether an event is sent, as where a udev daemon runs.
    @discardableResult
    package func plug(_ device: SimulatedDevice, isTold: Bool = true) -> SimulatedPlug {
        let plug = state.withLock { state in
            let address = device.address ?? state.nextAddress(on: device.bus)
            return SimulatedPlug(port: device.port, bus: device.bus, address: address)
        }
        folder.prepare(device, as: plug)
        let end = SimulatedEnd(on: bus, for: device, as: plug)
        state.withLock { $0.ends[plug] = end }
        folder.show(plug)
        if isTold { simulated_bus_tell(bus, SimulatedFolder.device(plug), "add") }
        return plug
    }

    package func unplug(_ plug: SimulatedPlug, isTold: Bool = true) {
        guard let end = state.withLock({ $0.ends.removeValue(forKey: plug) }) else {
            preconditionFailure("\(plug) is not plugged in")
        }
        folder.hide(plug)
        if isTold { simulated_bus_tell(bus, SimulatedFolder.device(plug), "remove") }
        folder.remove(plug)
        end.unplug()
    }

    /// Changes who may open a device that is plugged in.
    package func setNode(_ node: SimulatedNode, of plug: SimulatedPlug) {
        folder.setNode(node, of: plug)
    }

    /// Lets a device that is plugged in seem to be in the middle of a reset, or out of it again.
    package func setResetting(_ isResetting: Bool, _ plug: SimulatedPlug) {
        folder.setNumber(isResetting ? 0 : plug.address, of: plug)
    }

    /// Changes what a device that is plugged in answers.
    package func setAnswer(
        _ answer: SimulatedAnswer, to request: SimulatedRequest, of plug: SimulatedPlug
    ) {
        state.withLock { $0.ends[plug] }?.teach(answer, to: request)
    }

    /// The bytes of the last transfer to the device.
    package func received(by plug: SimulatedPlug) -> [UInt8] {
        state.withLock { $0.ends[plug] }?.received ?? []
    }

    /// Unplugs all, and waits for sessions that end on threads of their own: telling events while
    /// one closes its socket is the end of the process.
    private func clear() async {
        for plug in state.withLock({ Array($0.ends.keys) }) { unplug(plug, isTold: false) }
        let end = ContinuousClock.now + .seconds(10)
        while (try? Self.listeners) != 0, ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(2))
        }
        folder.removeBus()
        state.withLock { $0.turnEarly() }
    }
}
