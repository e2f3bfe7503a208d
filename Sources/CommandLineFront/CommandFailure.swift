/// Why a command could not find out or do what it was asked, in words for people.
package struct CommandFailure: Error, ExplainedError {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}

/// An error that can be told to a person in a sentence.
package protocol ExplainedError: Error {
    var text: String { get }
}
