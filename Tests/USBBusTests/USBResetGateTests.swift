import Foundation
import Synchronization
import TestRings
import Testing

@testable import USBBus

extension OnSimulatedBus {
    struct USBResetGateTests {
        @Test func `a reset waits for a look that goes on, and a look for the reset`() {
            let order = Mutex<[String]>([])
            let ends = DispatchGroup()
            @Sendable func start(_ body: @escaping @Sendable () -> Void) {
                ends.enter()
                Thread.detachNewThread {
                    body()
                    ends.leave()
                }
            }
            USBResetGate.look {
                start {
                    USBResetGate.reset {
                        order.withLock { $0.append("reset") }
                        start { USBResetGate.look { order.withLock { $0.append("look") } } }
                        usleep(50_000)
                        order.withLock { $0.append("end of reset") }
                    }
                }
                usleep(50_000)
                order.withLock { $0.append("end of look") }
            }
            ends.wait()
            #expect(order.withLock(\.self) == ["end of look", "reset", "end of reset", "look"])
        }
    }
}
