import HASP
import HardwareKeys
import LicenseBinding

/// Whether somebody tells the IDs of HASP and Sentinel keys, and is the one who should.
enum RuntimeCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        let runtime = facts.runtime
        let settings = runtime.settingsProblem.map { problem in
            Finding(
                .runtime, .mend, of: SiteSentinels.file, problem,
                why: "The settings are left out, and the run-time of this computer is asked.",
                ["keybound keys list"])
        }
        let rest =
            facts.needsRuntime
            ? problems(facts) + runtime.listeners.compactMap { stranger($0, facts) } : []
        return ([settings].compactMap(\.self) + rest).or(.runtime, wellness(facts))
    }

    private static func wellness(_ facts: SystemFacts) -> String {
        facts.needsRuntime
            ? "the IDs of HASP and Sentinel keys are told: \(facts.runtime.told)"
            : "no HASP or Sentinel key whose ID is to be told"
    }

    /// A source that does not answer is no harm where the other one tells of all keys.
    private static func problems(_ facts: SystemFacts) -> [Finding] {
        let areAllTold = !facts.keys.contains { $0.isSentinel && $0.state == .needsRuntime }
        return facts.runtime.problems.map { problem in
            Finding(
                .runtime, areAllTold ? .advice : .mend, problem.text,
                why: problem.remedy.why, problem.remedy.commands)
        }
    }

    /// Whoever listens there can say of any key that it is plugged in.
    private static func stranger(
        _ listener: RuntimeFacts.Listener, _ facts: SystemFacts
    ) -> Finding? {
        let isRuntime =
            listener.user == 0 || listener.name != nil && listener.name == facts.runtime.account
        guard !isRuntime else { return nil }
        let port = facts.runtime.address.port
        let name = listener.name ?? "number \(listener.user)"
        return Finding(
            .runtime, .advice, of: "port \(port)",
            "a process of the user \(name) answers there, and not one of root",
            why:
                "It can tell of keys that are not plugged in. If it is the run-time, which runs as "
                + "this user here, say so by \"account\" in \(SiteSentinels.file); else end it:",
            ["sudo ss --listening --tcp --processes 'sport = :\(port)'"])
    }
}

extension SystemFacts {
    /// Whether a HASP or Sentinel key is plugged in, or a license is bound to one.
    var needsRuntime: Bool {
        keys.contains(where: \.isSentinel)
            || store.keys.contains { if case .hasp = $0 { true } else { false } }
    }
}

extension SentinelProblem {
    fileprivate var remedy: (why: String, commands: [String]) {
        switch self {
        case .runtime(.unreachable, _), .runtime(.silent, _):
            (
                "Only the maker's run-time knows the IDs of these keys. If it is installed, start it; "
                    + "if not, get the Sentinel LDK run-time (aksusbd) from the program's publisher "
                    + "or from Thales.",
                ["systemctl status aksusbd hasplmd", "sudo systemctl restart aksusbd"]
            )
        case .runtime(.unauthorized, _), .runtime(.password, _):
            (
                "Its pages are protected. The settings name the user, and a file with the password:",
                ["sudo chmod 600 FILE", "sudoedit \(SiteSentinels.file)"]
            )
        case .runtime(_, let address):
            (
                "What answers there may be another program. This tells which:",
                ["sudo ss --listening --tcp --processes 'sport = :\(address.port)'"]
            )
        case .library, .check, .untold, .crowded, .doubtful:
            (
                "The settings name the publisher's library and the file with its vendor code:",
                ["cat \(SiteSentinels.file)"]
            )
        }
    }
}
