package import USBBus

/// Whether a device that did not answer was reset, which is tried once.
package enum DeviceReset: Hashable, Sendable {
    case notTried
    case done
    case failed(USBError)
}
