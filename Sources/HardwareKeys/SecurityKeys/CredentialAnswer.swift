package import LicenseBinding

/// What a FIDO2 key signed with one of the known credentials.
package struct CredentialAnswer: Hashable, Sendable {
    package let credential: KeyCredential
    package let assertion: KeyAssertion
    /// The key's counter, or why the signature is none of this credential.
    package let outcome: Result<UInt32, ProofDefect>
    /// From the moment that the key was opened to its answer.
    package let duration: Duration

    init(
        _ assertion: KeyAssertion, by credential: KeyCredential, over challenge: [UInt8],
        after duration: Duration
    ) {
        self.credential = credential
        self.assertion = assertion
        self.duration = duration
        outcome = Result { () throws(ProofDefect) in
            try assertion.verify(challenge, by: credential)
        }
    }

    package var isValid: Bool { (try? outcome.get()) != nil }
}

extension [CredentialAnswer] {
    /// The IDs that were proven.
    var ids: [KeyID] { filter(\.isValid).map(\.credential.keyID) }
}
