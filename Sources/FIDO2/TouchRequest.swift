import CFIDO2

extension Authenticator {
    /// How long libfido2 waits at a time.
    private static let touchStep = Duration.seconds(2)

    /// Lets the key blink until somebody touches it, or the time is over.
    /// - Returns: whether it was touched.
    package func waitForTouch(within limit: Duration) throws(FIDO2Error) -> Bool {
        let end = ContinuousClock.now + limit
        // The key blinks until it is told that nobody waits any more.
        defer { _ = unsafe fido_dev_cancel(device) }
        while .now < end {
            try allow(Self.patience)
            try check(unsafe fido_dev_get_touch_begin(device))
            do throws(FIDO2Error) {
                return try isTouched(before: end)
            } catch .untouched {
                // Keys end such a wait after half a minute; it begins anew.
            }
        }
        return false
    }

    private func isTouched(before end: ContinuousClock.Instant) throws(FIDO2Error) -> Bool {
        var touched: Int32 = 0
        while touched == 0, .now < end {
            let step = min(end - .now, Self.touchStep) / .milliseconds(1)
            let code = unsafe fido_dev_get_touch_status(device, &touched, Int32(step.rounded(.up)))
            // libfido2 takes a wait that ended for nothing wrong, and other failures for the same.
            if let failure = exchange.failure, ![.silent, .untouched].contains(failure) {
                throw failure
            }
            try check(code)
        }
        return touched != 0
    }
}
