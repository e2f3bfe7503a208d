/// What udev keeps of a device, in `/run/udev/data`.
package struct UdevRecord: Hashable, Sendable {
    /// The tags that the rules gave it.
    package let tags: Set<String>

    package init(tags: Set<String>) {
        self.tags = tags
    }

    /// Reads lines such as `G:uaccess` and `Q:uaccess`: tags of all times, and the present ones.
    package init(parsing text: String) {
        let lines = text.split(separator: "\n")
        let present = lines.filter { $0.hasPrefix("Q:") }
        // Versions before 247 keep no present ones.
        let tags = present.isEmpty ? lines.filter { $0.hasPrefix("G:") } : present
        self.init(tags: Set(tags.map { String($0.dropFirst(2)) }))
    }
}

extension SystemInspection {
    package var isUdevRunning: Bool { has("run/udev/control") }

    /// - Parameter minor: the minor number of the device; USB devices have the major number 189.
    package func udevRecord(ofUSB minor: Int) -> UdevRecord? {
        text("run/udev/data/c189:\(minor)").map(UdevRecord.init(parsing:))
    }
}
