/// What a simulated device does on a control transfer.
package enum SimulatedAnswer: Sendable {
    /// These bytes, cut to the length asked for; on a transfer to the device, takes it whole.
    case bytes([UInt8])
    case stall
    /// Nothing, until the other side gives up.
    case silence
}
