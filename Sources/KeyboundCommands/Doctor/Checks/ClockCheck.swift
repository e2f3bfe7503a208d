import FoundationEssentials
import LicenseBinding

/// Whether the clock is behind a time that has certainly passed.
enum ClockCheck {
    static func findings(_ facts: SystemFacts) -> [Finding] {
        guard let floor = facts.store.clockFloor, facts.time < floor - ClockFloor.tolerance else {
            return [.ok(.clock, "\(Timestamp.text(facts.time)), not behind what was seen")]
        }
        return [
            Finding(
                .clock, .mend,
                "\(Timestamp.text(facts.time)), but it was \(Timestamp.text(floor)) already",
                why: "Licenses are refused while the clock is set back.",
                ["sudo timedatectl set-ntp true"])
        ]
    }
}
