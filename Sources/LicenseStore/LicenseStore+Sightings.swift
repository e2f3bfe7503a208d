import FileSystem
import FoundationEssentials
package import LicenseBinding

extension LicenseStore {
    /// How exact the record of a sighting is, so that a program that starts often writes seldom.
    private static let precision = Duration.seconds(60)

    /// How far in the future a sighting may lie before it was made by a wrong clock.
    private static let tolerance: TimeInterval = 86400

    /// How long ago this store last saw a license's keys; `nil` for never.
    package func keysLastSeen(of id: LicenseID, at moment: Moment) -> Duration? {
        all.compactMap { $0.folder("sightings").record("\(id).json") }
            .compactMap { Self.age(of: $0, at: moment) }.min()
    }

    /// Records that a license's keys are there.
    package func recordKeys(of id: LicenseID, at moment: Moment) throws(StoreError) {
        let sightings = own.folder("sightings")
        let known = sightings.record("\(id).json").flatMap { Self.age(of: $0, at: moment) }
        if let known, known < Self.precision { return }
        do throws(FileError) {
            try sightings.create()
            let record = TimeRecord(time: moment.time, uptime: moment.uptime)
            try sightings.replace("\(id).json", with: record.file)
        } catch {
            throw .file(error)
        }
    }

    /// The longer of what both clocks say, so that a clock set back makes no grace longer.
    private static func age(of record: TimeRecord, at moment: Moment) -> Duration? {
        let passed = moment.time.timeIntervalSince(record.time)
        guard passed >= -tolerance else { return nil }
        let measured = moment.uptime.since(record.uptime) ?? .zero
        return max(.seconds(Int64(max(passed, 0))), measured)
    }
}
