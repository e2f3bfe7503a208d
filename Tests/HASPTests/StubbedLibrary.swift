import FileSystem
import Foundation
import Glibc
import HASP

/// The stub of a HASP API library that is built beside the tests, with a vendor code in a file of its own.
final class StubbedLibrary {
    static let whole = copy("libhasp-stub.so")
    static let part = copy("libhasp-part-stub.so")

    /// A copy where nobody else can change it, wherever the build is.
    private static func copy(_ name: String) -> String {
        let built = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: name).path
        do {
            let folder = Folder(
                NSTemporaryDirectory() + "hasp-library-\(UInt64.random(in: 0 ... .max))")
            try folder.create(mode: 0o755)
            try folder.add(name, with: try NamedFile.read(built, atMost: 1 << 24), mode: 0o755)
            return folder.path(of: name)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    let folder = NSTemporaryDirectory() + "hasp-\(UInt64.random(in: 0 ... .max))"
    var vendorCodeFile: String { folder + "/vendor-code" }

    /// - Parameter code: what the stub finds, and how it fails.
    init(_ code: String, mode: UInt32 = 0o600) throws {
        try Folder(folder).create(mode: 0o755)
        try NamedFile.add(vendorCodeFile, with: Array(code.utf8), mode: mode)
    }

    deinit {
        // What stays behind is a folder among other temporary ones.
        try? FileManager.default.removeItem(atPath: folder)
    }

    func keys(in library: String = whole) throws(LibraryError) -> [LibraryKey] {
        try HASPLibrary(at: library, vendorCodeFile: vendorCodeFile).keys()
    }

    /// Sessions and texts that were not given back to the stub.
    static var leftOver: Int {
        typealias Count = @convention(c) () -> Int32
        guard let library = dlopen(whole, RTLD_NOW) else { return -1 }
        var count = 0
        for name in ["hasp_stub_sessions", "hasp_stub_texts"] {
            guard let function = dlsym(library, name) else { return -1 }
            count += Int(unsafeBitCast(function, to: Count.self)())
        }
        return count
    }
}
