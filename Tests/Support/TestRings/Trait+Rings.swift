import SimulatedBus
package import Testing
import VirtualMachine

extension Trait where Self == ConditionTrait {
    /// The ring of tests with real libusb on a simulated bus.
    package static var simulatedBus: Self {
        .enabled(if: SimulatedBus.isAvailable, "needs umockdev-wrapper, as make test starts it")
    }

    /// The ring of tests with a real kernel in a virtual machine.
    package static var virtualMachine: Self {
        .enabled(if: MachineImage.ofEnvironment != nil, "needs an image: make test-kernel")
    }
}
