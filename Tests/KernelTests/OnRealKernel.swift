import TestRings
import Testing

/// All that runs in the test machine, one after the other.
@Suite(.virtualMachine, .serialized, .timeLimit(.minutes(10))) struct OnRealKernel {}
