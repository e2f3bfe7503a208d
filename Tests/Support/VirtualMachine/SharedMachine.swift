import Foundation
import SimulatedDevices
import Synchronization

/// The one test machine of this process; it boots for the first test that needs it, and ends with
/// the process.
package enum SharedMachine {
    private static let gate = SimulatedGate()
    private static let machine = Mutex<VirtualMachine?>(nil)

    /// Gives the machine to one test at a time, and unplugs and ends what is left afterwards.
    package static func exclusively<Result>(
        _ body: (VirtualMachine) async throws -> Result
    ) async throws -> Result {
        await gate.enter()
        defer { gate.leave() }
        let machine = try await booted()
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(machine)) } catch { result = .failure(error) }
        try await machine.clear()
        return try result.get()
    }

    private static func booted() async throws -> VirtualMachine {
        if let machine = machine.withLock(\.self) { return machine }
        guard let image = MachineImage.ofEnvironment else {
            preconditionFailure("start the tests with make test-kernel")
        }
        let booted = try await VirtualMachine(image)
        machine.withLock { $0 = booted }
        atexit { SharedMachine.machine.withLock(\.self)?.powerOff() }
        return booted
    }
}
