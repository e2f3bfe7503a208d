import Foundation
package import SimulatedDevices
import Synchronization

/// A port of a test machine, into which one simulated device after another is plugged.
package final class USBPort: Sendable {
    /// What a device does with a packet that an endpoint got; 0 is the control endpoint.
    package typealias Handler = @Sendable (_ packet: [UInt8], _ endpoint: UInt8) -> Void

    private struct State: ~Copyable {
        let device: RedirectedDevice
        var handler: Handler?
    }

    /// As sysfs names it.
    package let name: String
    private let socket: UnixSocket
    private let state: Mutex<State>

    /// Opens the socket of QEMU's `usb-redir`.
    package init(_ name: String, socket path: String) throws {
        self.name = name
        socket = try UnixSocket(path: path)
        state = Mutex(State(device: RedirectedDevice(socket), handler: nil))
        state.withLock { $0.device.flush() }
        while !state.withLock({ $0.device.isGreeted }) {
            guard serve() else { throw UnixSocket.Failure(path: path, code: ECONNRESET) }
        }
        Thread.detachNewThread { [self] in while serve() {} }
    }

    /// Ends the thread; a device that is plugged in stays, and is silent.
    package func close() {
        socket.shutDown()
    }

    /// - Parameter handler: called on a thread that may block, in the order of the packets.
    package func plug(
        _ device: SimulatedDevice, silence: SimulatedSilence = .never, handler: Handler? = nil
    ) {
        state.withLock { state in
            state.handler = handler
            state.device.plug(device, silence: silence)
        }
    }

    package func unplug() {
        state.withLock { $0.device.unplug() }
    }

    package var isTaken: Bool { state.withLock { $0.device.device != nil } }

    /// What happened since the last plug.
    package var activity: USBActivity { state.withLock { $0.device.activity } }

    /// Waits until the kernel has configured the device: it is enumerated.
    package func configured(within limit: Duration = .seconds(10)) async throws {
        try await awaiting("the configuration at \(name)", within: limit) {
            activity.configuration == 0 ? nil : ()
        }
    }

    /// Changes what the device answers.
    package func setAnswer(_ answer: SimulatedAnswer, to request: SimulatedRequest) {
        state.withLock { $0.device.device?.answers[request] = answer }
    }

    /// Makes the device answer no control transfer, or again.
    package func setSilence(_ silence: SimulatedSilence) {
        state.withLock { $0.device.silence = silence }
    }

    /// Sends a packet on an interrupt or bulk endpoint, as soon as the machine asks for one.
    package func send(_ packet: [UInt8], on endpoint: UInt8) {
        state.withLock { state in
            state.device.send(packet, on: endpoint)
            state.device.flush()
        }
    }

    /// Takes what the machine sent, and is false at the end.
    private func serve() -> Bool {
        let bytes = socket.read()
        guard !bytes.isEmpty else { return false }
        let (received, handler) = state.withLock { state in
            state.device.take(bytes)
            defer { state.device.received = [] }
            return (state.device.received, state.handler)
        }
        for (endpoint, packet) in received { handler?(packet, endpoint) }
        return true
    }
}
