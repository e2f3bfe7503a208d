import CommandLineFront
import HASP
import HardwareKeys
import SystemInspection

/// Who tells the IDs of HASP and Sentinel keys here, and what came of asking.
struct RuntimeFacts {
    /// A user whose process listens where the run-time does.
    struct Listener {
        let user: UInt32
        let name: String?
    }

    /// What is wrong with the administrator's settings.
    var settingsProblem: String?
    var address = ServiceAddress.runtime
    /// The account that the run-time runs as, beside root.
    var account: String?
    var hasLibrary = false
    /// How many keys are told.
    var told = 0
    /// Why some of those who know were not asked.
    var problems: [SentinelProblem] = []
    var listeners: [Listener] = []
}

extension RuntimeFacts {
    /// - Parameter isAsked: whether there is something to ask about.
    init(in system: SystemInspection, isAsked: Bool) {
        var settings = SentinelSettings()
        do throws(CommandFailure) {
            settings = try SiteSentinels.settings()
        } catch {
            settingsProblem = error.text
        }
        address = settings.runtime.address
        account = settings.account
        hasLibrary = settings.library != nil
        guard isAsked else { return }
        let answer = SentinelRegister(settings).toldKeys()
        told = answer.count
        problems = answer.problems
        guard address.isLoopback else { return }
        listeners = system.listeners(on: address.port).map { listener in
            Listener(user: listener.user, name: system.name(ofUser: listener.user))
        }
    }
}
