import FileSystem
import FoundationEssentials
import Glibc
package import LicenseBinding

extension Moment {
    package static func now() -> Moment {
        var reading = timespec()
        // CLOCK_BOOTTIME goes on while the computer sleeps.
        clock_gettime(CLOCK_BOOTTIME, &reading)
        // Without a boot ID one start is not told from the next: the uptime then counts as far as
        // it grows.
        let boot = (try? Folder("/proc/sys/kernel/random").text("boot_id")) ?? ""
        let elapsed = Duration.seconds(Int64(reading.tv_sec))
        return Moment(time: Date(), uptime: ClockFloor.Uptime(boot: boot, elapsed: elapsed))
    }
}
