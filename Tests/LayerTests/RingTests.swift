import Foundation
import SimulatedBus
import Testing

struct RingTests {
    @Test func `continuous integration skips no ring`() {
        let isIntegration = ProcessInfo.processInfo.environment["CI"] == "true"
        #expect(!isIntegration || SimulatedBus.isAvailable)
    }
}
