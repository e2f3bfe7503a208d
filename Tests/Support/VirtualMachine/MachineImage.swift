import Foundation

/// The kernel and the system that test machines boot, as `make-image` made them.
package struct MachineImage: Sendable {
    let folder: String

    /// What the environment names, as `make test-kernel` sets it.
    package static let ofEnvironment = ProcessInfo.processInfo.environment["KEYBOUND_TEST_MACHINE"]
        .map(MachineImage.init(folder:))
}
