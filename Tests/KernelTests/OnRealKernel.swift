import TestRings
import Testing

/// All that Keybound shows in a test machine. The time limit counts the wait for a free one, too.
@Suite(.virtualMachine, .timeLimit(.minutes(10))) struct OnRealKernel {}
