/// A hardware key that the run-time of this computer has in one of its own ports.
package struct RuntimeKey: Hashable, Sendable {
    /// Its number; none for models that have no number of their own (HASP HL Basic).
    package let id: UInt64?
    /// Its model, as the run-time calls it.
    package let model: String?

    package init(id: UInt64?, model: String? = nil) {
        self.id = id
        self.model = model
    }
}

extension RuntimeRecord {
    /// What a record of the page of keys is.
    enum Row: Hashable {
        case key(RuntimeKey)
        /// A hardware key that may be of this computer or of another one.
        case keySomewhere(RuntimeKey)
        /// A row that holds a place, a software license, a detached one, a key of another computer, or
        /// the end of the list.
        case other
    }

    var row: Row {
        guard let id = number("haspid"), isHardware, !isDetached else { return .other }
        let model = plainText("typ").flatMap { $0.isEmpty ? nil : $0 }
        let isAnonymous = id == 0 || words("typ").contains("basic")
        let key = RuntimeKey(id: isAnonymous ? nil : id, model: model)
        return switch isHere {
        case true?: .key(key)
        case false?: .other
        case nil: .keySomewhere(key)
        }
    }

    /// Whether it is of this computer; nothing if it does not say.
    var isHere: Bool? {
        if let isLocal = isTrue("isloc") { return isLocal }
        guard let place = plainText("loc") ?? plainText("ip"), !place.isEmpty else { return nil }
        return ["local", "localhost", "127.0.0.1", "::1"].contains(place.lowercased())
    }

    /// Hardware says that it is HL (or HASP4 and Hardlock, its predecessors); software says SL.
    private var isHardware: Bool {
        let words = words("typ") + words("configuration")
        let isOther = words.contains { word in
            word == "sl" || word.hasPrefix("haspsl") || word.contains("placeholder")
                || word.contains("virtual")
        }
        let hardware: Set = ["hl", "hasp4", "hardlock", "hasphl", "sentinelhl"]
        return !isOther && !hardware.isDisjoint(with: words)
    }

    private var isDetached: Bool {
        isTrue("det") == true || isTrue("detached") == true || words("typ").contains("detached")
    }

    private func words(_ name: String) -> [String] {
        (plainText(name) ?? "").lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
