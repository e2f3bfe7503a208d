import FileSystem
import FoundationEssentials
package import LicenseBinding

extension LicenseStore {
    /// How exact the record of a sighting is, so that a program that starts often writes seldom.
    private static let precision = Duration.seconds(60)

    /// How long ago this store last saw a license's keys; `nil` for never.
    package func keysLastSeen(of id: LicenseID, at moment: Moment) -> Duration? {
        let floor = clockFloor(at: moment)
        return all.compactMap { $0.folder("sightings").record("\(id).json") }
            .map { Self.age(of: $0, at: moment, floor) }.min()
    }

    /// Records that a license's keys are there.
    package func recordKeys(of id: LicenseID, at moment: Moment) throws(StoreError) {
        let sightings = own.folder("sightings")
        let floor = clockFloor(at: moment)
        let known = sightings.record("\(id).json").map { Self.age(of: $0, at: moment, floor) }
        if let known, known < Self.precision { return }
        do throws(FileError) {
            try sightings.create()
            let record = TimeRecord(time: moment.time, uptime: moment.uptime, certain: floor)
            try sightings.replace("\(id).json", with: record.file)
        } catch {
            throw .file(error)
        }
    }

    /// The time that was measured, as long as the computer was not started anew; then what the wall
    /// clock says, but no less than what is certain: a clock set back makes no grace longer, and one
    /// that was wrong once makes none shorter.
    private static func age(of record: TimeRecord, at moment: Moment, _ floor: Date?) -> Duration {
        if let measured = moment.uptime.since(record.uptime) { return measured }
        let passed = moment.time.timeIntervalSince(record.time)
        let certain = floor.flatMap { floor in
            record.certain.map { floor.timeIntervalSince($0) }
        }
        return .seconds(Int64(max(passed, certain ?? 0, 0)))
    }
}
