/// Reads how much memory the kernel has.
enum MemoryReader {
    private static let most: Int64 = 1 << 60

    /// Bytes; 0 if that cannot be read.
    static func bytes(_ files: SystemFiles) -> Int64 {
        for line in files.lines("proc/meminfo") {
            let words = line.split(separator: " ")
            guard words.count == 3, words[0] == "MemTotal:", words[2] == "kB" else { continue }
            guard let count = Int64(words[1]), 0...(most >> 10) ~= count else { return 0 }
            return count << 10
        }
        return 0
    }
}
