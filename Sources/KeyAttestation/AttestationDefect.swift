/// Why a key is not believed to be what it says it is.
package enum AttestationDefect: Error, Hashable, Sendable {
    /// The key's own data, the statement or a certificate cannot be read.
    case malformed
    /// The format or the algorithm is not known here.
    case unsupported(String)
    /// A certificate of this name cannot be read here.
    case unreadable(String)
    /// The statement's signature does not fit.
    case signature
    /// The statement's certificate is of another model than the key says it is.
    case model
    /// The statement's certificate is not in force.
    case notInForce
    /// Nobody vouches for the key: a key in software looks just so.
    case unattested
    /// Whoever vouches for it is not trusted.
    case untrusted(issuer: String)
    /// The model is not one of those that the publisher allows.
    case modelNotAllowed(String)
}
