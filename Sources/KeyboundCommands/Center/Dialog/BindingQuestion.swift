import CommandLineFront
import HardwareKeys
import LicenseBinding
import LicenseStore
import VerdictText

/// Asks what the license is to be bound to: the keys that are there, each with what it is worth, or the computer.
struct BindingQuestion {
    let terminal: DialogTerminal
    let store: LicenseStore

    private enum Option {
        case binding(String)
        case lookAgain
    }

    /// - Parameter known: the binding of before, as `--bind` takes it.
    /// - Returns: nothing if the person wants to go back.
    func ask(_ known: String?) async throws -> String? {
        while true {
            let keys = try await PluggedKeys.found(knownTo: store, all: true)
            let options = options(keys)
            let place = known.flatMap { known in
                options.firstIndex { option in
                    if case .binding(let text) = option.option { text == known } else { false }
                }
            }
            let answer = try terminal.choose(
                "What is the license bound to?", options.map(\.text), known: place ?? 0)
            guard case .given(let index) = answer else { return nil }
            switch options[index].option {
            case .binding(let text): return text
            case .lookAgain: continue
            }
        }
    }

    private func options(_ keys: [HardwareKey]) -> [(text: String, option: Option)] {
        var options: [(String, Option)] = []
        let ids = keys.flatMap { key in key.ids.map { (key, $0) } }
        for (key, id) in ids {
            let worth =
                id.assurance == .signed
                ? "proves itself by a signature: no PIN is ever needed again"
                : "shows a number, which can be imitated"
            options.append(
                ("the key \(key.name.printable) (\(id.text)): \(worth)", .binding("key:\(id)")))
        }
        for (key, id) in ids {
            options.append(
                (
                    "the key \(key.name.printable) or, without it, this computer",
                    .binding("key-or-machine:\(id)")
                ))
        }
        options.append(
            ("this computer: another mainboard or disk needs a recovery", .binding("machine")))
        let strangers = keys.count { $0.ids.isEmpty }
        options.append(
            (
                strangers == 0
                    ? "look again, once a key is plugged in"
                    : "look again; \(strangers) FIDO2 keys here are not enrolled yet: keybound keys enroll",
                .lookAgain
            ))
        return options
    }
}
