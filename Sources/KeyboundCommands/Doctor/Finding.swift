import CommandLineFront
import LicenseBinding
import VerdictText

/// What a check found, why it matters, and the commands that mend it.
struct Finding: Hashable {
    /// The checks, in the order in which they are told. Scripts rely on the names.
    enum Check: String, CaseIterable {
        case usb, keys, access, udev, held, driver, runtime, hub, virtual, duplicates, clock, store
        case publishers
    }

    enum Level: String {
        case ok
        /// Told, and nothing more.
        case advice
        /// It could not be looked at.
        case unknown
        case mend
    }

    let check: Check
    let level: Level
    /// The port, file or license that it is about.
    var subject: String?
    let found: String
    let why: String
    let commands: [String]

    init(
        _ check: Check, _ level: Level, of subject: String? = nil, _ found: String,
        why: String = "", _ commands: [String] = []
    ) {
        self.check = check
        self.level = level
        // Names in it come from devices and files.
        self.subject = subject?.printable
        self.found = found.printable
        self.why = why.printable
        self.commands = commands.map(\.printable)
    }

    static func ok(_ check: Check, of subject: String? = nil, _ found: String) -> Finding {
        Finding(check, .ok, of: subject, found)
    }

    var json: JSONObject {
        JSONObject([
            "check": .string(check.rawValue), "level": .string(level.rawValue),
            "subject": .optional(subject), "found": .string(found), "why": .string(why),
            "commands": .strings(commands),
        ])
    }
}

extension [Finding] {
    /// These findings, or a single one that all is well.
    func or(_ check: Finding.Check, _ found: String) -> [Finding] {
        isEmpty ? [.ok(check, found)] : self
    }
}
