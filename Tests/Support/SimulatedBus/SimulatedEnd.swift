import CSimulatedBus
import SimulatedDevices

/// The other end of a device node. The C code locks it, and frees it some time after the unplug.
final class SimulatedEnd: Sendable {
    private nonisolated(unsafe) let end: OpaquePointer

    init(on bus: OpaquePointer, for device: SimulatedDevice, as plug: SimulatedPlug) {
        end = simulated_end_new(bus, "/dev/" + plug.node)
        for (request, answer) in device.allAnswers { teach(answer, to: request) }
    }

    func teach(_ answer: SimulatedAnswer, to request: SimulatedRequest) {
        simulated_end_answer(
            end, request.type, request.request, request.value, answer.code, answer.bytes,
            answer.bytes.count)
    }

    /// The bytes of the last transfer to the device.
    var received: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            count = simulated_end_received(end, start, buffer.count)
        }
    }

    /// The last call.
    func unplug() {
        simulated_end_unplug(end)
    }
}
