import Foundation
import SimulatedDevices
import Synchronization

/// The test machines of this process. Each boots for the first test that finds no other free, and
/// ends with the process.
package enum SharedMachine {
    private struct State {
        var machines: [VirtualMachine] = []
        var free: [VirtualMachine] = []
        var isEndSeenTo = false
    }

    /// More than this computer may have cores: most of a test is waiting.
    private static let gate = SimulatedGate(room: 3)
    private static let state = Mutex(State())

    /// Gives a machine to one test at a time, and unplugs and ends what is left afterwards.
    package static func exclusively<Result>(
        _ body: (VirtualMachine) async throws -> Result
    ) async throws -> Result {
        await gate.enter()
        defer { gate.leave() }
        let machine = try await free()
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(machine)) } catch { result = .failure(error) }
        // One that cannot be cleared is given to no other test.
        try await machine.clear()
        state.withLock { $0.free.append(machine) }
        return try result.get()
    }

    private static func free() async throws -> VirtualMachine {
        if let machine = state.withLock({ $0.free.popLast() }) { return machine }
        guard let image = MachineImage.ofEnvironment else {
            preconditionFailure("start the tests with make test-kernel")
        }
        let booted = try await VirtualMachine(image)
        let isEndSeenTo = state.withLock { state in
            state.machines.append(booted)
            defer { state.isEndSeenTo = true }
            return state.isEndSeenTo
        }
        if !isEndSeenTo { atexit { SharedMachine.powerOff() } }
        return booted
    }

    private static func powerOff() {
        for machine in state.withLock(\.machines) { machine.powerOff() }
    }
}
