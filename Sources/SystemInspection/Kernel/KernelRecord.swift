/// A record of the kernel's log.
package struct KernelRecord: Hashable, Sendable {
    /// How long the computer had been awake.
    package let time: Duration
    package let message: String

    package init(time: Duration, message: String) {
        self.time = time
        self.message = message
    }

    /// Reads `priority,sequence,microseconds,flags;message` (Documentation/ABI/testing/dev-kmsg).
    /// Nothing for the lines that go on with a space: they hold what is not needed here.
    package init?(line: Substring) {
        let halves = line.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let numbers = halves[0].split(separator: ",", omittingEmptySubsequences: false)
        guard numbers.count >= 4, UInt64(numbers[0]) != nil,
            let microseconds = UInt64(numbers[2]), let time = Int64(exactly: microseconds)
        else { return nil }
        self.init(time: .microseconds(time), message: String(halves[1]))
    }
}
