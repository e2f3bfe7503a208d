/// What the kernel did with a device since it was plugged in.
package struct USBActivity: Sendable {
    /// Resets of the port; some are part of every enumeration.
    package var resets = 0
    package var controlTransfers = 0
    /// The configuration that the kernel chose, or 0.
    package var configuration: UInt8 = 0
    /// Whether the machine cannot take the device, such as one of high speed on a slow hub.
    package var isRefused = false
}
