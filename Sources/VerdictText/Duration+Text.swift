extension Duration {
    /// The two largest units: `2 days 23 hours`.
    package var text: String {
        let seconds = max(components.seconds, 0)
        let units: [(Int64, String)] = [
            (seconds / 86400, "day"), (seconds / 3600 % 24, "hour"), (seconds / 60 % 60, "minute"),
            (seconds % 60, "second"),
        ]
        let shown = units.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }
        guard !shown.isEmpty else { return "0 seconds" }
        return shown.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: " ")
    }

    /// Reads `90s`, `15m`, `12h`, `3d`.
    package init?(text: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        guard let unit = text.last.flatMap({ units[$0] }), text.first?.isWholeNumber == true,
            let count = Int64(text.dropLast()), count <= 36525 * 86400 / unit
        else { return nil }
        self = .seconds(count * unit)
    }
}
