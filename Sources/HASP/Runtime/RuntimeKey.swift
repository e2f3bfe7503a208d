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
        let model = plainText("typ").flatMap { $0.isEmpty ? nil : $0 }
        let words = Self.words(model)
        guard let id = number("haspid"),
            Self.isHardware(words + Self.words(plainText("configuration"))),
            !isDetached, !words.contains("detached")
        else { return .other }
        let isAnonymous = id == 0 || words.contains("basic")
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
    private static func isHardware(_ words: [String]) -> Bool {
        let isOther = words.contains { word in
            word == "sl" || word.hasPrefix("haspsl") || word.contains("placeholder")
                || word.contains("virtual")
        }
        let hardware: Set = ["hl", "hasp4", "hardlock", "hasphl", "sentinelhl"]
        return !isOther && !hardware.isDisjoint(with: words)
    }

    private var isDetached: Bool { isTrue("det") == true || isTrue("detached") == true }

    private static func words(_ text: String?) -> [String] {
        (text ?? "").lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
