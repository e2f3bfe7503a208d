import FileSystem
import FoundationEssentials
import LicenseBinding

/// A time and the uptime at which it was so, as a small file.
struct TimeRecord {
    static let limit = 4096

    let time: Date
    let uptime: ClockFloor.Uptime
    /// The highest time that was certain then.
    let certain: Date?

    init(time: Date, uptime: ClockFloor.Uptime, certain: Date? = nil) {
        self.time = time
        self.uptime = uptime
        self.certain = certain
    }

    init(parsing file: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: file)
        time = try claims.required("time", claims.date("time"))
        let elapsed = try claims.integer("uptime", in: 0...Int64(Int32.max))
        uptime = ClockFloor.Uptime(
            boot: try claims.text("boot"),
            elapsed: .seconds(try claims.required("uptime", elapsed)))
        certain = try claims.date("certain")
    }

    var file: [UInt8] {
        let json = JSONObject([
            "time": .integer(time.seconds), "boot": .string(uptime.boot),
            "uptime": .integer(uptime.elapsed.components.seconds),
            "certain": certain.map { .integer($0.seconds) },
        ])
        return Array((JSONValue.object(json).compact + "\n").utf8)
    }
}

extension Folder {
    /// A record, or `nil` if there is none that can be read: it is then as if it had never been.
    func record(_ name: String) -> TimeRecord? {
        guard let file = try? read(name, atMost: TimeRecord.limit) else { return nil }
        return try? TimeRecord(parsing: file)
    }
}
