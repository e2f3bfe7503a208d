import VerdictText

/// Why a command could not find out or do what it was asked, in words for people.
package struct CommandFailure: Error, ExplainedError {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}
