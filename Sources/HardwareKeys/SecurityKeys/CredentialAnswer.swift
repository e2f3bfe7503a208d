package import LicenseBinding

/// What a FIDO2 key signed with one of the known credentials.
package struct CredentialAnswer: Hashable, Sendable {
    package let credential: KeyCredential
    package let assertion: KeyAssertion
    /// The key's counter, or why the signature is none of this credential.
    package let outcome: Result<UInt32, ProofDefect>

    init(_ assertion: KeyAssertion, by credential: KeyCredential, over challenge: [UInt8]) {
        self.credential = credential
        self.assertion = assertion
        outcome = Result { () throws(ProofDefect) in
            try assertion.verify(challenge, by: credential)
        }
    }

    var isValid: Bool { (try? outcome.get()) != nil }
}
