/// What the guest's kernel told of a USB device.
package struct GuestUSBEvent: Hashable, Sendable {
    /// `add`, `bind`, `unbind`, `remove`
    package let action: String
    /// As sysfs names it.
    package let port: String
    /// By the guest's monotonic clock, when the agent got it.
    package let at: Duration

    package init(action: String, port: String, at: Duration) {
        self.action = action
        self.port = port
        self.at = at
    }
}
