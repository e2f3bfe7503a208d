import FoundationEssentials
import LicenseBinding

extension RefusalWords {
    static func notYetValid(_ start: Date, _ now: Date) -> RefusalWords {
        RefusalWords(
            "The license is not valid yet.",
            expected: "a time from \(Timestamp.text(start)) on", found: Timestamp.text(now),
            remedy: "Wait until then, or ask the publisher for an earlier start.")
    }

    static func expired(_ end: Date, _ now: Date) -> RefusalWords {
        RefusalWords(
            "The license has expired.",
            expected: "a time up to \(Timestamp.text(end))", found: Timestamp.text(now),
            remedy: "Ask the publisher to renew it.")
    }

    static func clockSetBack(_ certain: Date, _ clock: Date) -> RefusalWords {
        RefusalWords(
            "The computer's clock is behind a time that has certainly passed.",
            expected: "\(Timestamp.text(certain)) or later, less a day at most",
            found: Timestamp.text(clock),
            remedy: "Set the clock right: timedatectl set-ntp true. Nothing else has to be done.")
    }
}
