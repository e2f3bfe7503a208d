import LicenseBinding
import LicenseStore

/// Whether the files of the store are what they should be, and what a broken key would cost.
enum StoreCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        let store = facts.store
        let licenses = store.problems.filter { !$0.isUntrusted }
            .map { $0.finding(.store, facts, then: ["keybound license install FILE"]) }
        let lists = store.listProblems.map { $0.finding(.store, facts) }
        let copies = store.copies.sorted { $0.key.description < $1.key.description }
            .map { doubled($0.key, $0.value, facts) }
        let advice = store.licenses.compactMap { machineOnly($0, facts) ?? withoutSpare($0, facts) }
        return (licenses + lists + copies + advice)
            .or(.store, "licenses in force: \(store.licenses.count)")
    }

    private static func doubled(
        _ id: LicenseID, _ paths: [String], _ facts: SystemFacts
    ) -> Finding {
        Finding(
            .store, .mend, of: id.description,
            "several files hold this license: " + paths.joined(separator: ", "),
            why: "Only the first one counts, and a removed license must be gone from all.",
            paths.dropFirst().map { facts.putAside($0, as: "doubled") })
    }

    private static func machineOnly(
        _ installed: StoreFacts.Installed, _ facts: SystemFacts
    ) -> Finding? {
        guard installed.license.binding.mode == .machine else { return nil }
        let key = facts.keys.lazy.filter { $0.state == .ready }.flatMap(\.ids).first
        let name = key.map { facts.anchor($0) } ?? "KEY-ID"
        return Finding(
            .store, .advice, of: installed.license.id.description,
            "the license is bound to this computer only",
            why: "It ends with the computer's parts. The publisher can bind it to a license key:",
            [
                "keybound-center rebind \(ShellWord.quoted(installed.path)) "
                    + "--to-key \(ShellWord.quoted(name)) -o NEW.lic"
            ])
    }

    private static func withoutSpare(
        _ installed: StoreFacts.Installed, _ facts: SystemFacts
    ) -> Finding? {
        let license = installed.license
        guard license.binding.mode.requiresKey, license.binding.keys.count == 1 else { return nil }
        let key = facts.anchor(license.binding.keys[0].id)
        var bind = "\(license.binding.mode.rawValue):\(key)"
        // The parameters of the computer are not in the license, only digests of them.
        if license.binding.mode.hasMachine { bind += ",machine.json" }
        let snapshot = ["keybound machine snapshot -o machine.json"]
        return Finding(
            .store, .advice, of: license.id.description, "the license has one key and no spare",
            why: "If the key is lost or breaks, the license is out of use until the publisher "
                + "binds it anew. The publisher can issue one with a spare key:",
            (license.binding.mode.hasMachine ? snapshot : []) + [
                "keybound-center issue --product \(ShellWord.quoted(license.product.id)) "
                    + "--licensee \(ShellWord.quoted(license.licensee.name)) "
                    + "--bind \(ShellWord.quoted(bind)) --spare \(license.binding.spare) -o NEW.lic"
            ])
    }
}

extension Binding {
    /// A spare that is as strong as the key, as a publisher names it.
    fileprivate var spare: String {
        keys[0].credential == nil
            ? "KEY-ID" : "ENROLLMENT-FILE --minimum-assurance \(Assurance.signed.rawValue)"
    }
}

extension SystemFacts {
    /// What a publisher binds a license to a key by: its ID, or the enrollment of a FIDO2 key.
    fileprivate func anchor(_ key: KeyID) -> String {
        guard case .fido2 = key else { return key.description }
        return enrollments[key] ?? "ENROLLMENT-FILE"
    }
}
