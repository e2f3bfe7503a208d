import CFIDO2

extension Authenticator {
    /// Lets the key blink until somebody touches it, or the time is over.
    /// - Returns: whether it was touched.
    package func waitForTouch(within limit: Duration) throws(FIDO2Error) -> Bool {
        try allow(Self.patience)
        try check(unsafe fido_dev_get_touch_begin(device))
        // The key blinks until it is told that nobody waits any more.
        defer { _ = unsafe fido_dev_cancel(device) }
        let end = ContinuousClock.now + limit
        var touched: Int32 = 0
        while touched == 0, .now < end {
            let code = unsafe fido_dev_get_touch_status(device, &touched, 200)
            // libfido2 takes a wait that ended for nothing wrong, and a key that left for the same.
            if exchange.failure == .gone { throw .gone }
            try check(code)
        }
        return touched != 0
    }
}
