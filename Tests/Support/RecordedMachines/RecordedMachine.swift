package import FileSystem
import FoundationEssentials
import Glibc

/// A computer as the files that tell what it is, in a temporary folder that goes with the value.
///
/// Changes throw what the file system says; a file that is written again is replaced.
package final class RecordedMachine: Sendable {
    private let root: String

    /// The root folder of the computer.
    package var sysroot: Folder { Folder(root) }

    /// A computer without any files.
    package init() throws {
        let parent = FileManager.default.temporaryDirectory.path
        root = "\(parent)/machine-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true)
    }

    deinit {
        // What stays behind is a folder among other temporary ones.
        try? FileManager.default.removeItem(atPath: root)
    }

    private func path(of name: String) -> String {
        sysroot.path(of: name)
    }

    /// Writes a file as the kernel or an installer does: with a final line feed.
    package func write(_ text: String, to name: String, mode: UInt32 = 0o644) throws {
        try write(Array("\(text)\n".utf8), to: name, mode: mode)
    }

    package func write(_ bytes: [UInt8], to name: String, mode: UInt32 = 0o644) throws {
        try clear(name)
        let isWritten = FileManager.default.createFile(
            atPath: path(of: name), contents: Data(bytes))
        guard isWritten, chmod(path(of: name), mode) == 0 else { throw failure(name) }
    }

    /// Writes short files of a folder, as sysfs has them.
    package func write(_ texts: KeyValuePairs<String, String>, below folder: String) throws {
        for (name, text) in texts { try write(text, to: "\(folder)/\(name)") }
    }

    /// Makes a symbolic link; `target` is written as it is.
    package func link(_ name: String, to target: String) throws {
        try clear(name)
        guard symlink(target, path(of: name)) == 0 else { throw failure(name) }
    }

    /// Makes a pipe that nobody writes to.
    package func pipe(_ name: String) throws {
        try clear(name)
        guard mkfifo(path(of: name), 0o644) == 0 else { throw failure(name) }
    }

    /// Makes a folder with nothing in it.
    package func folder(_ name: String) throws {
        try clear(name)
        guard mkdir(path(of: name), 0o755) == 0 else { throw failure(name) }
    }

    /// Removes a file, a link or a folder with all that is in it.
    package func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path(of: name))
    }

    /// Sets the time of a file's last change, in seconds since 1970.
    package func date(_ name: String, _ seconds: Int) throws {
        let times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
        guard utimensat(AT_FDCWD, path(of: name), times, 0) == 0 else { throw failure(name) }
    }

    /// Makes room for something of that name, in a folder that exists.
    private func clear(_ name: String) throws {
        let path = path(of: name)
        let parent = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
        try FileManager.default.createDirectory(
            atPath: String(parent), withIntermediateDirectories: true)
        guard unlink(path) == 0 || errno == ENOENT else { throw failure(name) }
    }

    private func failure(_ name: String) -> FileError {
        .failed(.create, path: path(of: name), errno: errno)
    }
}
