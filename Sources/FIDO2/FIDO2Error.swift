/// Why an authenticator gave no answer.
package enum FIDO2Error: Error, Hashable, Sendable {
    /// Its node cannot be opened, with the error number of the system.
    case openFailed(errno: Int32)
    /// Another program uses it, or it is not yet done with what it was asked before.
    case busy
    /// It was pulled out.
    case gone
    /// It did not answer in time.
    case silent
    /// None of the credentials is its own.
    case noCredential
    /// It wants its PIN, or the given one is wrong.
    case pin(PINDefect)
    /// It is one of the credentials that are excluded.
    case excluded
    /// Nobody touched it in time.
    case untouched
    /// It knows FIDO2's predecessor U2F alone.
    case predecessor
    /// It refused with a status code of CTAP 2.1, section 6.3, or a negative one of libfido2.
    case refused(code: Int32)
    /// Its answer is not what it must be.
    case malformed
}

/// What is wrong with a PIN.
package enum PINDefect: Hashable, Sendable {
    case required, wrong
    /// Too many wrong ones: only a reset of the key helps, or plugging it in anew.
    case blocked
}
