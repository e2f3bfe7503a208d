/// Why no session was opened. That a license does not hold is a verdict, and no error.
public enum LicensingError: Error, Hashable, Sendable {
    /// It is no public JWK with the publisher's name.
    case invalidPublisher
    /// A product or feature has at least one character, and no control characters.
    case invalidName
    /// A socket has an absolute path of at most 107 bytes.
    case invalidSocket
}
