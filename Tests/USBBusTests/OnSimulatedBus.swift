import TestRings
import Testing

/// Holds the suites that need real libusb on a simulated bus; one test after another. The time limit
/// counts the wait for a turn on the bus, too.
@Suite(.serialized, .simulatedBus, .timeLimit(.minutes(5)))
enum OnSimulatedBus {}
