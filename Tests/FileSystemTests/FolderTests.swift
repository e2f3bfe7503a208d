import FileSystem
import Foundation
import Glibc
import Testing

final class FolderTests {
    private let folder: Folder

    init() throws {
        folder = Folder(NSTemporaryDirectory() + "folder-\(UInt64.random(in: 0 ... .max))")
        try folder.create()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder.path)
    }

    @Test func `what is written is read again`() throws {
        try folder.replace("a", with: Array("one".utf8))
        try folder.replace("a", with: Array("two\n".utf8))
        #expect(try folder.text("a", atMost: 10) == "two")
        #expect(try folder.entries() == ["a"])
    }

    @Test func `a file over the limit is refused`() throws {
        try folder.replace("a", with: [UInt8](repeating: 0, count: 101))
        #expect(throws: FileError.tooLarge(path: folder.path(of: "a"), limit: 100)) {
            try folder.read("a", atMost: 100)
        }
        #expect(try folder.read("a", atMost: 101).count == 101)
    }

    @Test func `a file that states no size is read to its end and no further than the limit`()
        throws
    {
        #expect(try !Folder("/proc/self").read("status", atMost: 65536).isEmpty)
        #expect(throws: FileError.self) { try Folder("/proc/self").read("status", atMost: 10) }
    }

    @Test func `a pipe in a file's place is refused without waiting`() throws {
        mkfifo(folder.path(of: "pipe"), 0o600)
        #expect(throws: FileError.notAFile(path: folder.path(of: "pipe"))) {
            try folder.read("pipe", atMost: 10)
        }
    }

    @Test func `a file that must be new overwrites none`() throws {
        try folder.add("a", with: Array("one".utf8))
        let error = #expect(throws: FileError.self) {
            try self.folder.add("a", with: Array("two".utf8))
        }
        #expect(error?.isPresence == true)
        #expect(try folder.text("a") == "one")
        #expect(try folder.entries() == ["a"])
    }

    @Test func `an absent file is told from one that cannot be read`() throws {
        let absent = #expect(throws: FileError.self) { try self.folder.read("a", atMost: 1) }
        #expect(absent?.isAbsence == true)
    }

    @Test func `modes are as asked, and parents are made`() throws {
        let deep = folder.folder("x/y/z")
        try deep.create(mode: 0o700)
        try deep.replace("secret", with: [], mode: 0o600)
        var status = stat()
        stat(deep.path(of: "secret"), &status)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(try NamedFile.isPrivate(deep.path(of: "secret")))
    }

    @Test func `a failed write leaves the old content and no rest`() throws {
        try folder.replace("a", with: Array("one".utf8))
        let full = Folder("/dev/full")
        #expect(throws: FileError.self) { try full.replace("a", with: Array("two".utf8)) }
        #expect(try folder.entries() == ["a"])
    }
}
