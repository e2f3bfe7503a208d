/// An error that can be told to a person in a sentence.
package protocol ExplainedError: Error {
    var text: String { get }
}
