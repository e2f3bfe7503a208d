import Glibc

extension Duration {
    /// For libusb, which reads 0 as "wait for ever": at least 1.
    var milliseconds: UInt32 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 1 }
        guard seconds < 86_400 else { return 86_400_000 }
        return max(1, UInt32(seconds) * 1000 + UInt32(attoseconds / 1_000_000_000_000_000))
    }
}

extension Duration {
    init(_ time: timespec) {
        self = .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

extension timeval {
    /// At least zero, at most a day.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = max(.zero, min(duration, .seconds(86_400))).components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
