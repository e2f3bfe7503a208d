/// What a command line in a test machine wrote, and how it ended.
package struct GuestResult: Sendable {
    /// As the shell counts, 128 and more for signals.
    package let exitCode: Int
    /// Lines, each with a line feed.
    package let output: String
    package let diagnostics: String
}
