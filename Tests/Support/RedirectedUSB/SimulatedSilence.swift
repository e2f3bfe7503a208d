/// How long a device answers no control transfer.
package enum SimulatedSilence: Sendable {
    case never
    case untilReset
    case always
}
