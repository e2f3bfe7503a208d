/// Puts lines together from bytes as they come.
package struct LineSplitter {
    private var rest: [UInt8] = []

    package init() {}

    /// The lines that these bytes end.
    package mutating func lines(_ bytes: some Sequence<UInt8>) -> [[UInt8]] {
        rest += bytes
        var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        rest = Array(lines.removeLast())
        return lines.map(Array.init)
    }

    /// What came after the last line feed.
    package var last: [UInt8]? { rest.isEmpty ? nil : rest }
}
