package import FIDO2
import Foundation
import Synchronization

/// A program's way to a simulated key. As of a node of the kernel, all that the key says comes to
/// everybody who has one.
package final class SimulatedChannel: ReportChannel {
    private let port: SimulatedKeyPort
    private let waiting = Mutex<[[UInt8]]>([])

    package init(_ port: SimulatedKeyPort) {
        self.port = port
        port.add(self)
    }

    func receive(_ reports: [[UInt8]]) {
        waiting.withLock { $0 += reports }
    }

    package func read(within limit: Duration) throws(FIDO2Error) -> [UInt8]? {
        guard !port.isGone else { throw .gone }
        let slowness = port.key.quirks.slowness
        Thread.sleep(forTimeInterval: min(slowness, limit) / .seconds(1))
        guard slowness <= limit else { return nil }
        let report = waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        // Nothing more comes by waiting; that it takes time is all.
        if report == nil {
            Thread.sleep(forTimeInterval: min(limit, .milliseconds(20)) / .seconds(1))
        }
        return report
    }

    package func write(_ report: [UInt8]) throws(FIDO2Error) {
        guard !port.isGone else { throw .gone }
        port.deliver(answersTo: report)
    }
}
