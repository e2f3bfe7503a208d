import Foundation
import Testing
import VirtualMachine

struct KernelRingTests {
    @Test func `continuous integration does not skip the machine`() {
        let isIntegration = ProcessInfo.processInfo.environment["CI"] == "true"
        #expect(!isIntegration || MachineImage.ofEnvironment != nil)
    }
}
