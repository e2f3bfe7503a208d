import FileSystem
package import FoundationEssentials
package import LicenseBinding

extension LicenseStore {
    private static let clockFile = "clock.json"

    /// How much the kept floor may lag behind what is known, so that not every look at a license
    /// costs a write.
    private static let lag: TimeInterval = 3600

    /// The highest time that is certain now, over all folders.
    package func clockFloor(at moment: Moment) -> Date? {
        all.compactMap { $0.record(Self.clockFile) }
            .map { ClockFloor($0).raised(at: moment.uptime).certain }.max()
    }

    /// Raises the floor by a signed time and the time measured since the last one.
    ///
    /// A signed time far ahead of the clock speaks against its own license, and is not held against
    /// all others.
    package func raiseClock(to signed: Date, at moment: Moment) throws(StoreError) {
        guard signed <= moment.time + ClockFloor.tolerance else { return }
        let known = own.record(Self.clockFile)
        let start = known.map { ClockFloor($0) }
        let floor =
            start?.raised(to: signed, at: moment.uptime)
            ?? ClockFloor(certain: signed, measured: moment.uptime)
        if let known, known.uptime.boot == moment.uptime.boot,
            known.time >= signed, floor.certain < known.time + Self.lag
        {
            return
        }
        do throws(FileError) {
            try own.create()
            let record = TimeRecord(time: floor.certain, uptime: moment.uptime)
            try own.replace(Self.clockFile, with: record.file)
        } catch {
            throw .file(error)
        }
    }

    /// Sets the floor to a time that was signed for a question of just now: certain, whatever was taken for certain
    /// before.
    package func healClock(to signed: Date, at moment: Moment) throws(StoreError) {
        do throws(FileError) {
            try own.create()
            let record = TimeRecord(time: signed, uptime: moment.uptime)
            try own.replace(Self.clockFile, with: record.file)
        } catch {
            throw .file(error)
        }
    }
}

extension ClockFloor {
    fileprivate init(_ record: TimeRecord) {
        self.init(certain: record.time, measured: record.uptime)
    }
}
