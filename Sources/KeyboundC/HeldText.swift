/// A text with a zero at its end, which stays where it is for as long as this lives.
@safe
final class HeldText: Sendable {
    /// Written once, before anybody else sees it; freed with this.
    private nonisolated(unsafe) let bytes: UnsafeMutableBufferPointer<CChar>

    convenience init(_ text: String) {
        // A zero within it would end it early for whoever does not ask for its length.
        self.init(bytes: text.utf8.filter { $0 != 0 })
    }

    init(bytes utf8: [UInt8]) {
        unsafe bytes = .allocate(capacity: utf8.count + 1)
        let end = unsafe bytes.initialize(
            fromContentsOf: utf8.map { CChar(bitPattern: $0) } + [0])
        precondition(end == utf8.count + 1, "all of it has room")
    }

    deinit {
        unsafe bytes.deallocate()
    }

    var start: UnsafePointer<CChar>? { unsafe UnsafePointer(bytes.baseAddress) }
    var count: Int { unsafe bytes.count - 1 }
}
