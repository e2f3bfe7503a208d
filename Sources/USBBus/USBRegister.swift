import Synchronization

/// What is plugged in, and who wants to know; the one place where events are made.
///
/// Each subscriber sees, for every address, arrivals and departures in turn.
final class USBRegister: Sendable {
    private struct State {
        var devices: [USBAddress: USBDevice] = [:]
        var subscribers: [UInt64: AsyncStream<USBEvent>.Continuation] = [:]
        var nextSubscriber: UInt64 = 0
        var isClosed = false

        func tell(_ event: USBEvent) {
            for subscriber in subscribers.values { subscriber.yield(event) }
        }
    }

    private let state = Mutex(State())

    /// By address.
    var devices: [USBDevice] {
        state.withLock { $0.devices.values.sorted { $0.address < $1.address } }
    }

    /// Enters a device. One that is there already is no event; another at its address leaves first.
    func arrived(_ device: USBDevice) {
        state.withLock { state in
            if let known = state.devices[device.address] {
                if known.identity == device.identity { return }
                state.tell(.left(known))
            }
            state.devices[device.address] = device
            state.tell(.arrived(device))
        }
    }

    /// Strikes out the device at an address; if none is there, it is no event.
    func left(_ address: USBAddress) {
        state.withLock { state in
            guard let known = state.devices.removeValue(forKey: address) else { return }
            state.tell(.left(known))
        }
    }

    /// An arrival for each device that is there, then all that happens until the register closes.
    func events() -> AsyncStream<USBEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: USBEvent.self, bufferingPolicy: .unbounded)
        let isClosed = state.withLock { state in
            for device in state.devices.values.sorted(by: { $0.address < $1.address }) {
                continuation.yield(.arrived(device))
            }
            if state.isClosed { return true }
            let number = state.nextSubscriber
            state.nextSubscriber += 1
            continuation.onTermination = { [weak self] _ in self?.drop(number) }
            state.subscribers[number] = continuation
            return false
        }
        if isClosed { continuation.finish() }
        return stream
    }

    /// Ends all streams. Outside the lock, because an ending stream calls ``drop(_:)``.
    func close() {
        let subscribers = state.withLock { state in
            state.isClosed = true
            return Array(state.subscribers.values)
        }
        for subscriber in subscribers { subscriber.finish() }
    }

    private func drop(_ subscriber: UInt64) {
        // Let go of outside the lock: a last reference may end more than itself.
        _ = state.withLock { $0.subscribers.removeValue(forKey: subscriber) }
    }
}
