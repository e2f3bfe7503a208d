import CommandLineFront
import HASP
import HardwareKeys
import LicenseBinding
import PlainHTTP
import SystemInspection

/// Whether somebody tells the IDs of HASP and Sentinel keys, and is the one who should.
enum RuntimeCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        let settings = facts.runtime.settingsProblem.map { problem in
            Finding(
                .runtime, .mend, of: facts.runtime.settings, problem,
                why: "The settings are left out, and the run-time of this computer is asked.",
                ["sudoedit \(ShellWord.quoted(facts.runtime.settings))"])
        }
        let keys = facts.keys.filter(\.isSentinel)
        let strangers =
            facts.needsRuntime ? facts.runtime.listeners.compactMap { stranger($0, facts) } : []
        let findings =
            [settings].compactMap(\.self) + keys.compactMap { untold($0, facts.runtime) }
            + strangers
        let told = keys.count { !$0.ids.isEmpty }
        return findings.or(
            .runtime,
            keys.isEmpty
                ? "no HASP or Sentinel key whose ID is to be told"
                : "the IDs of HASP and Sentinel keys are told: \(told)")
    }

    /// A key that nobody tells of, or that does not work. One without an ID of its own is what it is.
    private static func untold(_ key: PluggedKey, _ runtime: RuntimeFacts) -> Finding? {
        guard key.state != .ready, key.state != .anonymous else { return nil }
        return Finding(
            .runtime, .mend, of: key.subject, key.text, why: key.reason ?? "",
            key.sentinelProblem?.commands(runtime) ?? ["keybound keys list"])
    }

    /// Whoever listens there can say of any key that it is plugged in.
    private static func stranger(_ listener: TCPListener, _ facts: SystemFacts) -> Finding? {
        guard !listener.isOfRoot(or: facts.runtime.account) else { return nil }
        let port = facts.runtime.address.port
        let name = listener.name ?? "number \(listener.user)"
        return Finding(
            .runtime, .advice, of: "port \(port)",
            "a process of the user \(name) answers there, and not one of root",
            why:
                "It can tell of keys that are not plugged in. If it is the run-time, which runs as "
                + "this user here, say so by \"account\" in \(facts.runtime.settings); else end it:",
            [SentinelProblem.whoListens(on: port)])
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
    fileprivate static func whoListens(on port: UInt16) -> String {
        "sudo ss --listening --tcp --processes 'sport = :\(port)'"
    }

    /// What mends it, or tells more.
    fileprivate func commands(_ runtime: RuntimeFacts) -> [String] {
        let settings = ShellWord.quoted(runtime.settings)
        let restart = "sudo systemctl restart aksusbd"
        return switch self {
        case .runtime(.password(.notPrivate(let path)), _),
            .library(.vendorCode(.notPrivate(let path))):
            ["sudo chmod 600 \(ShellWord.quoted(path))"]
        // What this user may not read, root may.
        case .runtime(.password, _), .library(.vendorCode): ["sudo keybound doctor"]
        case .runtime(.unreachable, _), .runtime(.silent, _):
            ["systemctl status aksusbd hasplmd", restart]
        case .runtime(.unauthorized, _): ["sudoedit \(settings)"]
        case .runtime(_, let address): [Self.whoListens(on: address.port)]
        case .library(.file), .library(.notLoaded), .library(.callMissing), .library(.malformed):
            ["sudoedit \(settings)"]
        case .library(.changeableByOthers(let path)): ["namei --long \(ShellWord.quoted(path))"]
        case .library(.failed), .library(.silent), .check: [restart, "sudoedit \(settings)"]
        case .untold: [restart, "keybound keys list"]
        case .crowded, .doubtful: ["keybound keys watch"]
        }
    }
}
