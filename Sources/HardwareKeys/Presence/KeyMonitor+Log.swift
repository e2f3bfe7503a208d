import LicenseBinding
import Logging
import USBBus

extension KeyMonitor {
    func log(_ reset: DeviceReset, of key: HardwareKey) {
        var metadata: Logger.Metadata = [
            "key": "\(key.name)", "port": "\(key.device.port)",
            "address": "\(key.device.address)", "state": "\(key.state)",
        ]
        switch reset {
        case .notTried: return
        case .done: logger.warning("a key did not answer and was reset", metadata: metadata)
        case .failed(let error):
            metadata["error"] = "\(error)"
            logger.warning("a key did not answer and was not reset", metadata: metadata)
        }
    }
}
