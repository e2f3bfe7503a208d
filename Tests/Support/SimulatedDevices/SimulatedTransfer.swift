/// The kind of an interface's endpoints, as an endpoint descriptor numbers it.
package enum SimulatedTransfer: UInt8, Sendable {
    case bulk = 2
    case interrupt = 3
}
