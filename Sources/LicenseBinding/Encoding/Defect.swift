/// What is wrong with the form of a document from outside.
package enum Defect: Error, Hashable, Sendable {
    case empty
    case tooLarge(limit: Int)
    case notOneLine
    /// A JWS has three segments.
    case segments(found: Int)
    /// A segment is not base64url in its one spelling.
    case encoding(segment: Int)
    case json(JSONError)
    /// The `typ` of a document says what it is.
    case type(expected: String, found: String?)
    /// A `crit` header asks for extensions that are not known (RFC 7515, section 4.1.11).
    case critical([String])
    /// A member is missing or not what it must be; an empty name is the document itself.
    case claim(String, expected: String)
}
