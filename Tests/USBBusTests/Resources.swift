import FileSystem

/// What this process holds of the system.
enum Resources {
    static var openFiles: Int {
        get throws { try Folder("/proc/self/fd").entries().count }
    }

    /// The threads that libusb starts with its first context and joins with its last.
    static var usbThreads: Int {
        get throws {
            let tasks = Folder("/proc/self/task")
            return try tasks.entries().count { task in
                // A thread that ends between the two looks is none.
                (try? tasks.folder(task).text("comm")) == "libusb_event"
            }
        }
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
