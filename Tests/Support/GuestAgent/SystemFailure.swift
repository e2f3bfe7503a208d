import Glibc

/// A call of the system that did not do its work.
struct SystemFailure: Error {
    let call: String
    let code: Int32

    init(_ call: String, code: Int32 = errno) {
        self.call = call
        self.code = code
    }
}
