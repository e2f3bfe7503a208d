import CKeybound
import Foundation
import LicensedComputer

/// The built `libKeyboundC.so`, as a program loads it.
struct SharedLibrary {
    static let path = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "libKeyboundC.so").path

    private typealias Open =
        @convention(c) (
            UnsafePointer<keybound_options>?, UnsafeMutablePointer<OpaquePointer?>?
        ) -> keybound_status
    private typealias Call = @convention(c) (OpaquePointer?) -> keybound_status

    private let open: Open
    private let check: Call
    private let close: Call

    init() {
        guard let library = dlopen(Self.path, RTLD_NOW | RTLD_LOCAL),
            let open = dlsym(library, "keybound_open"),
            let check = dlsym(library, "keybound_check"),
            let close = dlsym(library, "keybound_close")
        else { preconditionFailure("\(Self.path) is built with the benchmarks") }
        self.open = unsafeBitCast(open, to: Open.self)
        self.check = unsafeBitCast(check, to: Call.self)
        self.close = unsafeBitCast(close, to: Call.self)
    }

    func session(on computer: LicensedComputer) -> OpaquePointer? {
        let words: [String] = [
            LicensedComputer.product, computer.root, computer.state, computer.socket,
        ]
        let texts = words.map { strdup($0) }
        defer { for text in texts { free(text) } }
        func length(_ index: Int) -> Int { texts[index].map { strlen($0) } ?? 0 }
        var options = keybound_options()
        options.size = MemoryLayout<keybound_options>.size
        (options.product, options.product_length) = (
            texts[0].map { UnsafePointer($0) }, length(0)
        )
        (options.publisher, options.publisher_length) = (
            texts[1].map { UnsafePointer($0) }, length(1)
        )
        (options.state_dir, options.state_dir_length) = (
            texts[2].map { UnsafePointer($0) }, length(2)
        )
        (options.socket, options.socket_length) = (
            texts[3].map { UnsafePointer($0) }, length(3)
        )
        var session: OpaquePointer?
        guard open(&options, &session) == KEYBOUND_ACCEPTED else {
            preconditionFailure("the license must be accepted")
        }
        return session
    }

    func check(_ session: OpaquePointer?) {
        guard check(session) == KEYBOUND_ACCEPTED else { preconditionFailure() }
    }

    func close(_ session: OpaquePointer?) {
        _ = close(session)
    }
}
