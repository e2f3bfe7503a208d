import LicenseBinding

extension RefusalWords {
    static func keyAbsent(_ shortage: KeyShortage) -> RefusalWords {
        let needed =
            shortage.quorum > 1
            ? "\(shortage.quorum) of \(shortage.expected.list)"
            : shortage.expected.list(or: " or ")
        let present = shortage.present.isEmpty ? [] : [shortage.present.list]
        let found = present + shortage.others.map(\.text)
        let ended = shortage.endedGrace.map { "; the grace of \($0.text) without it is over" } ?? ""
        return RefusalWords(
            "The hardware key of this license is not plugged in.",
            expected: needed,
            found: (found.isEmpty ? "no license key" : found.joined(separator: ", ")) + ended,
            remedy: "Plug the key in, then look: keybound keys list")
    }

    static func keyWrong(_ expected: [KeyID], _ found: [PresentKey]) -> RefusalWords {
        RefusalWords(
            "A key of the right model is plugged in, but it is another one.",
            expected: expected.list(or: " or "), found: found.map(\.text).joined(separator: ", "),
            remedy: "Plug in the key that the license is bound to, "
                + "or ask the publisher to bind the license to this one.")
    }

    static func keyAnonymous(_ expected: [KeyID], _ key: PresentKey) -> RefusalWords {
        RefusalWords(
            "The plugged-in key shows no ID, so it cannot be told from another of its model.",
            expected: expected.list(or: " or "), found: key.text,
            remedy: "Use a key with an ID of its own, or one that proves itself (FIDO2).")
    }

    static func keyNoAccess(_ expected: [KeyID], _ key: PresentKey) -> RefusalWords {
        guard !key.isSentinel else { return sentinelUnusable(expected, key) }
        return RefusalWords(
            "A key is plugged in that this user may not open.",
            expected: expected.list(or: " or "), found: key.text,
            remedy: "Install the udev rule (keybound keys udev-rules), "
                + "join the group keybound, and plug the key in again.")
    }

    private static func sentinelUnusable(_ expected: [KeyID], _ key: PresentKey) -> RefusalWords {
        RefusalWords(
            key.state == .needsRuntime
                ? "A HASP or Sentinel key is plugged in, and nobody tells that it is the one."
                : "A HASP or Sentinel key is plugged in, and does not work here.",
            expected: expected.list(or: " or "), found: key.text,
            remedy: "Look why, and what to do meanwhile: keybound keys list")
    }

    static func keyBusy(_ expected: [KeyID], _ key: PresentKey) -> RefusalWords {
        guard !key.isSentinel else { return sentinelUnusable(expected, key) }
        return RefusalWords(
            "The key is plugged in but does not answer.",
            expected: expected.list(or: " or "), found: key.text,
            remedy: "Close the program that uses the key, or plug the key in again.")
    }

    static func keyCloneSuspected(_ id: KeyID, _ ports: [String]) -> RefusalWords {
        RefusalWords(
            ports.count > 1
                ? "Two devices show the ID of one key: one of them is a copy."
                : "The key is a copy, as its own check says.",
            expected: "\(id.text) once", found: "at the ports \(ports.joined(separator: " and "))",
            remedy: "Pull out the device that is not yours and tell the publisher.")
    }

    static func keyCloneSuspected(
        _ id: KeyID, _ counter: UInt32, _ last: UInt32
    ) -> RefusalWords {
        RefusalWords(
            "The key has signed less often than its last proof says: there is a copy of it.",
            expected: "the counter of \(id.text) above \(last)", found: "\(counter)",
            remedy: "Tell the publisher, and use a spare key meanwhile.")
    }

    static func keyProofFailed(_ id: KeyID, _ defect: ProofDefect) -> RefusalWords {
        RefusalWords(
            "The key did not prove that it is the one that the license is bound to.",
            expected: "a signature of \(id) over a fresh number, for this license",
            found: defect.text,
            remedy: "Plug the key in again, and look what it says: keybound keys test \(id)")
    }

    static func assuranceTooLow(
        _ id: KeyID, _ required: Assurance, _ found: Assurance
    ) -> RefusalWords {
        RefusalWords(
            "The key is easier to copy than the license allows.",
            expected: "a key that is \(required.text)",
            found: "\(id.text), which is \(found.text)",
            remedy: "Use a key that proves itself (FIDO2), or ask the publisher.")
    }

    static func machineChanged(
        _ changes: [MachineChange], _ policy: MachineBinding.Policy
    ) -> RefusalWords {
        let expected =
            switch policy {
            case .strict: "the computer that the license was issued for, with nothing missing"
            case .tolerant:
                "the computer that the license was issued for, with one part missing at most"
            }
        return RefusalWords(
            "This is not the computer that the license was issued for, or it changed too much.",
            expected: expected, found: changes.text,
            remedy: "Put the part back, or ask the publisher for a license for this computer: "
                + "keybound machine snapshot -o FILE")
    }
}

extension ProofDefect {
    package var text: String {
        switch self {
        case .absent: "no signature"
        case .malformed: "an answer that is none of a FIDO2 key"
        case .relyingParty: "a signature for somebody else"
        case .flags(let flags):
            "a signature with the flags \(flags), which no untouched hardware key sets"
        case .signature: "a signature that does not fit: by another key, or over something else"
        case .stale(let age): "a signature that was asked for \(age.text) ago"
        }
    }
}

extension PresentKey {
    /// The key for people: its ID, or what it looks like and why it shows none.
    package var text: String {
        guard let id else {
            return "\(name) at \(port) without a readable ID (\(state.rawValue))"
        }
        return state == .ready ? id.text : "\(id.text) (\(state.rawValue))"
    }
}

extension [KeyID] {
    var list: String { list(or: ", ") }

    func list(or separator: String) -> String {
        map(\.text).joined(separator: separator)
    }
}
