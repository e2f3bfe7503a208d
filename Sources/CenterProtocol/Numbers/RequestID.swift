/// The name of a request, by which the same one that comes again gets the same answer: 22 to 64 of the characters
/// `[A-Za-z0-9_-]`, chosen at random by whoever asks.
package struct RequestID: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x2d: true
            default: false
            }
        }
        guard isPlain, 22...64 ~= text.utf8.count else { return nil }
        description = text
    }
}
