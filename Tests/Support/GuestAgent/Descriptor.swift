import Glibc

/// An open file, which closes with its last holder.
final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32, of call: String) throws {
        guard number >= 0 else { throw SystemFailure(call) }
        self.number = number
    }

    deinit { close(number) }

    /// The bytes that came; none at the end.
    func read() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
            var length = 0
            repeat {
                length = Glibc.read(number, buffer.baseAddress, buffer.count)
            } while length < 0 && errno == EINTR
            count = max(length, 0)
        }
    }

    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let length = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if length < 0, errno == EINTR { continue }
            guard length > 0 else { return }
            rest = rest.dropFirst(length)
        }
    }
}
