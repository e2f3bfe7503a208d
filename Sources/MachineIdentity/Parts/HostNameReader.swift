/// Reads the computer's name: the one that was set (hostname(5)), else the one that it has now.
enum HostNameReader {
    static func name(_ files: SystemFiles) -> String? {
        let lines = files.lines("etc/hostname").lazy.compactMap { PartText.clean($0) }
        return lines.first { !$0.hasPrefix("#") } ?? running(files)
    }

    private static func running(_ files: SystemFiles) -> String? {
        let name = files.value("proc/sys/kernel/hostname")
        // The kernel's word for a name that nobody set.
        return name == "(none)" ? nil : name
    }
}
