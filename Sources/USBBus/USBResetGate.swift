import Glibc
import Synchronization

/// Keeps this process from looking at the bus anew while it resets a device.
///
/// The kernel holds the device's lock until the reset is over, and a new libusb context reads a file
/// of every device that waits for that lock, with libusb's own locks held: one dead device would hold
/// up the news of all others.
enum USBResetGate {
    private struct State {
        var looks = 0
        var isResetting = false
    }

    private static let state = Mutex(State())
    private static let pause: UInt32 = 10_000

    static var isResetting: Bool { state.withLock(\.isResetting) }

    /// Waits until no reset goes on.
    static func look<Result: ~Copyable, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        enter { state in
            guard !state.isResetting else { return false }
            state.looks += 1
            return true
        }
        defer { state.withLock { $0.looks -= 1 } }
        return try body()
    }

    /// Waits until no look and no other reset goes on.
    static func reset<Result>(_ body: () -> Result) -> Result {
        enter { state in
            guard state.looks == 0, !state.isResetting else { return false }
            state.isResetting = true
            return true
        }
        defer { state.withLock { $0.isResetting = false } }
        return body()
    }

    private static func enter(_ mayEnter: (inout State) -> Bool) {
        while !state.withLock({ mayEnter(&$0) }) { usleep(pause) }
    }
}
