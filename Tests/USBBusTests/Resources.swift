import FileSystem
import Glibc

/// What this process holds of the system.
enum Resources {
    /// Files, sockets and timers; not the pipes of programs that other tests run meanwhile.
    static var openFiles: Int {
        get throws {
            let folder = Folder("/proc/self/fd")
            return try folder.entries().count { name in
                !target(of: folder.path(of: name)).hasPrefix("pipe:")
            }
        }
    }

    /// Empty where it is closed meanwhile.
    private static func target(of link: String) -> String {
        var bytes = [CChar](repeating: 0, count: 256)
        let length = readlink(link, &bytes, bytes.count)
        return String(
            decoding: bytes.prefix(max(0, length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether fewer files than `rounds` were opened since there were `before`.
    ///
    /// One too many each round is a leak; a few are of tests that run at the same time. Looks for
    /// up to five seconds, because the simulation closes its sockets late.
    static func isTight(since before: Int, rounds: Int) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(5)
        while try openFiles - before >= rounds {
            if ContinuousClock.now > end { return false }
            await Task.yield()
        }
        return true
    }
}
