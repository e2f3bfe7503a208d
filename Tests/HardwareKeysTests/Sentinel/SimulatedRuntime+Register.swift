import HASP
import HardwareKeys
import PlainHTTP
import SimulatedRuntime
import Testing

extension SimulatedRuntime {
    /// A register that asks this run-time alone.
    var register: SentinelRegister {
        get throws {
            let address = try #require(ServiceAddress("127.0.0.1", port: port))
            return SentinelRegister(SentinelSettings(runtime: RuntimeService(at: address)))
        }
    }
}
