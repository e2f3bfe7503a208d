/// Who says that a simulated key is a real one.
package enum SimulatedVoucher: Sendable {
    case nobody
    /// The new credential itself, as keys in software do.
    case itself
    case maker(SimulatedMaker.Certified)
}
