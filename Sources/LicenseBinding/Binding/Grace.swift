/// How long an absent key is tolerated.
package struct Grace: Hashable, Sendable {
    /// For a program that runs when the key goes.
    package var running: Duration
    /// For a start, counted from the last time that the key was seen or proven.
    package var start: Duration
    /// For a network seat.
    package var seat: Duration
    /// Members that a later version understands: they stay as they are.
    package var others = JSONObject()

    /// A key that is pulled out by mistake stops nothing for three days; a start needs the key.
    package init(
        running: Duration = .seconds(3 * 86400), start: Duration = .zero,
        seat: Duration = .seconds(120)
    ) {
        self.running = running
        self.start = start
        self.seat = seat
    }

    package init(_ claims: Claims) throws(Defect) {
        self.init()
        running = try Self.duration("running", of: claims) ?? running
        start = try Self.duration("start", of: claims) ?? start
        seat = try Self.duration("seat", of: claims) ?? seat
        others = claims.others(than: ["running", "start", "seat"])
    }

    package var json: JSONObject {
        JSONObject([
            "running": .integer(running.components.seconds),
            "start": .integer(start.components.seconds),
            "seat": .integer(seat.components.seconds),
        ]).adding(others)
    }

    /// Seconds, up to a hundred years.
    private static func duration(_ name: String, of claims: Claims) throws(Defect) -> Duration? {
        try claims.integer(name, in: 0...3_155_760_000).map { .seconds($0) }
    }
}
