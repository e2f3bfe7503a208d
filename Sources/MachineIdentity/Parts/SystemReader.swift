/// Reads which operating system runs and in which version.
enum SystemReader {
    /// The system's ID, as `debian`: unlike its name it stays through all versions.
    static func name(_ files: SystemFiles) -> String? {
        let release = release(files)
        return [release["ID"], release["NAME"]].lazy
            .compactMap { $0.flatMap { PartText.clean($0) } }.first
    }

    /// The first two numbers of the version; nothing for systems that are updated from day to day.
    static func version(_ files: SystemFiles) -> String? {
        guard let version = release(files)["VERSION_ID"] else { return nil }
        var numbers: [Substring] = []
        for part in version.split(separator: ".", omittingEmptySubsequences: false).prefix(2) {
            let digits = part.prefix { "0"..."9" ~= $0 }
            guard !digits.isEmpty else { break }
            numbers.append(digits)
            guard digits.count == part.count else { break }
        }
        // openSUSE Tumbleweed and others state the day of the last update, as 20270131.
        guard let first = numbers.first, first.count < 8 else { return nil }
        return PartText.clean(numbers.joined(separator: "."))
    }

    private static func release(_ files: SystemFiles) -> [String: String] {
        let names = ["etc/os-release", "usr/lib/os-release"]
        return names.lazy.map { OSRelease.assignments(in: files.lines($0)) }
            .first { !$0.isEmpty } ?? [:]
    }
}
