import FileSystem
import Foundation
import Testing

@testable import HASP

/// A publisher's library, loaded at run time: a real shared library without keys.
@Suite(.serialized) struct HASPLibraryTests {
    private func error(
        _ code: String, in library: String = StubbedLibrary.whole, mode: UInt32 = 0o600
    ) throws -> LibraryError? {
        let stub = try StubbedLibrary(code, mode: mode)
        do throws(LibraryError) {
            _ = try stub.keys(in: library)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a key is found, and its engine answers`() throws {
        let stub = try StubbedLibrary("key=978493417 model=Max\n")
        #expect(try stub.keys() == [LibraryKey(id: 978_493_417, model: "Max", check: .passed)])
        #expect(StubbedLibrary.leftOver == 0)
    }

    @Test func `several keys are found, and software licenses are none`() throws {
        let stub = try StubbedLibrary("key=7 sl=8 key=9 key=7 key=0")
        #expect(try stub.keys().map(\.id) == [7, 9])
    }

    @Test(arguments: ["", "info=7", "info=18", "info=50"])
    func `no key is no error`(code: String) throws {
        #expect(try StubbedLibrary("sl=1 " + code).keys().isEmpty)
    }

    @Test(arguments: [
        ("login=5", HASPFailure(.login, 5)), ("session=39", HASPFailure(.sessionInfo, 39)),
        ("encrypt=39", HASPFailure(.encrypt, 39)), ("decrypt=43", HASPFailure(.decrypt, 43)),
    ])
    func `a key that fails says at which call, and leaves no session behind`(
        code: String, failure: HASPFailure
    ) throws {
        #expect(try StubbedLibrary("key=7 " + code).keys().map(\.check) == [.failed(failure)])
        #expect(StubbedLibrary.leftOver == 0)
    }

    @Test(arguments: [
        ("garble", HASPCall.decrypt), ("idle", .encrypt), ("says=8", .sessionInfo),
    ])
    func `a key with a wrong answer did not pass`(code: String, call: HASPCall) throws {
        #expect(try StubbedLibrary("key=7 " + code).keys().map(\.check) == [.wrong(call)])
    }

    @Test func `a wrong vendor code is told`() throws {
        #expect(try error("info=22") == .failed(HASPFailure(.getInfo, 22)))
    }

    @Test func `a library that gives no XML is told`() throws {
        #expect(try error("blank") == .malformed(.getInfo))
        #expect(StubbedLibrary.leftOver == 0)
    }

    @Test func `a library that lacks a call is told by that call`() throws {
        #expect(
            try error("key=7", in: StubbedLibrary.part)
                == .callMissing(path: StubbedLibrary.part, .sessionInfo))
    }

    @Test func `a path where nothing is, is no crash`() throws {
        let path = StubbedLibrary.whole + ".absent"
        #expect(
            try error("key=7", in: path) == .file(.failed(.inspect, path: path, errno: ENOENT)))
    }

    @Test func `a file that is no library is not loaded`() throws {
        let stub = try StubbedLibrary("key=7")
        let path = stub.folder + "/text.so"
        try NamedFile.add(path, with: Array("no library".utf8))
        guard case .notLoaded(path, let reason)? = try error("key=7", in: path) else {
            Issue.record("it was loaded")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func `a library that others can change is not loaded`() throws {
        let stub = try StubbedLibrary("key=7")
        let path = stub.folder + "/library.so"
        try FileManager.default.copyItem(atPath: StubbedLibrary.whole, toPath: path)
        let link = stub.folder + "/link.so"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(chmod(path, 0o666) == 0)
        #expect(try error("key=7", in: link) == .changeableByOthers(path: path))
        #expect(try error("key=7", in: path) == .changeableByOthers(path: path))
        #expect(chmod(path, 0o755) == 0)
        #expect(try error("key=7", in: path) == nil)
        let below = stub.folder + "/below"
        try Folder(below).create(mode: 0o755)
        try FileManager.default.copyItem(atPath: path, toPath: below + "/library.so")
        #expect(try error("key=7", in: below + "/library.so") == nil)
        #expect(chmod(stub.folder, 0o775) == 0)
        #expect(try error("key=7", in: path) == .changeableByOthers(path: path))
        #expect(
            try error("key=7", in: below + "/library.so")
                == .changeableByOthers(path: below + "/library.so"))
    }

    @Test func `a vendor code that others can read, or that is empty, is not used`() throws {
        guard case .vendorCode(.notPrivate)? = try error("key=7", mode: 0o640) else {
            Issue.record("a vendor code that others read was used")
            return
        }
        guard case .vendorCode(.empty)? = try error(" \n") else {
            Issue.record("an empty vendor code was used")
            return
        }
    }
}
