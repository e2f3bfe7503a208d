/// A line that a program wrote, without its line feed.
package struct GuestLine: Hashable, Sendable {
    package enum Source: String, Sendable {
        case output
        case diagnostics
    }

    package let source: Source
    package let text: String
    /// By the guest's monotonic clock, when the agent read it.
    package let at: Duration

    package init(source: Source, text: String, at: Duration) {
        self.source = source
        self.text = text
        self.at = at
    }
}
