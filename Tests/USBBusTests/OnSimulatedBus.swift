import SimulatedBus
import Testing

/// Holds the suites that need real libusb on a simulated bus; one test after another.
@Suite(
    .serialized, .enabled(if: SimulatedBus.isAvailable, "start the tests with umockdev-wrapper"),
    .timeLimit(.minutes(1)))
enum OnSimulatedBus {}
