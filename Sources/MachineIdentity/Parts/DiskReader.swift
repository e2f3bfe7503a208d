/// Reads the disks that are built in, by model and serial number.
enum DiskReader {
    private static let folder = "sys/block"
    /// Block devices that are no hardware, or hold what is put in and taken out.
    private static let others = ["loop", "ram", "zram", "dm-", "md", "sr", "fd", "nbd"]

    /// The disks, each once: one disk may have several paths, namespaces or boot areas.
    static func disks(_ files: SystemFiles) -> [String] {
        var seen: Set<String> = []
        return files.names(in: folder).compactMap { name in
            guard !others.contains(where: name.hasPrefix) else { return nil }
            let disk = BlockDevice(path: "\(folder)/\(name)", files: files)
            guard disk.isBuiltIn, let text = PartText.joined(disk.model, disk.serial) else {
                return nil
            }
            return disk.serial == nil || seen.insert(text).inserted ? text : nil
        }
    }
}
