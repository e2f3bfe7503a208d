import SimulatedBus
package import Testing

extension Trait where Self == ConditionTrait {
    /// The ring of tests with real libusb on a simulated bus.
    package static var simulatedBus: Self {
        .enabled(if: SimulatedBus.isAvailable, "needs umockdev-wrapper, as make test starts it")
    }
}
