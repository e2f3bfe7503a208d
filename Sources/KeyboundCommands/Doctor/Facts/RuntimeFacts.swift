import CommandLineFront
import HASP
import HardwareKeys
import SystemInspection

/// Who tells the IDs of HASP and Sentinel keys here.
struct RuntimeFacts {
    /// A user whose process listens where the run-time does.
    struct Listener {
        let user: UInt32
        let name: String?
    }

    /// The settings file, which need not be there.
    var settings = SiteSentinels.standardFile
    /// What is wrong with the administrator's settings.
    var settingsProblem: String?
    var address = ServiceAddress.runtime
    /// The account that the run-time runs as, beside root.
    var account: String?
    var listeners: [Listener] = []
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
        listeners = system.listeners(on: address.port).map { listener in
            Listener(user: listener.user, name: system.name(ofUser: listener.user))
        }
    }
}
