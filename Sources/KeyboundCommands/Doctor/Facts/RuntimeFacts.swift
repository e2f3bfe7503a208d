import CommandLineFront
import HASP
import HardwareKeys
import PlainHTTP
import SystemInspection

/// Who tells the IDs of HASP and Sentinel keys here.
struct RuntimeFacts {
    /// The settings file, which need not be there.
    var settings = SiteSentinels.standardFile
    /// What is wrong with the administrator's settings.
    var settingsProblem: String?
    var address = ServiceAddress.runtime
    /// The account that the run-time runs as, beside root.
    var account: String?
    /// Those who listen where the run-time does.
    var listeners: [TCPListener] = []
}

extension RuntimeFacts {
    init(in system: SystemInspection) {
        self.settings = SiteSentinels.file
        var settings = SentinelSettings()
        do throws(CommandFailure) {
            settings = try SiteSentinels.settings()
        } catch {
            settingsProblem = error.text
        }
        address = settings.runtime.address
        account = settings.account
        guard address.isLoopback else { return }
        listeners = system.listeners(on: address.port)
    }
}
