package import LicenseBinding

/// What every FIDO2 key that is plugged in is asked. Such a key shows no ID: it is recognized by
/// the credentials that it answers for.
package struct KeyQuestion: Sendable {
    /// How long a key that another program uses is waited for, unless a program starts.
    package static let shortPatience = Duration.seconds(1)

    /// The credentials that are known here, those first that matter most.
    package let credentials: [KeyCredential]
    /// What a key signs, 32 bytes; something new each time if nobody wants a proof.
    package let challenge: [UInt8]?
    /// Whether keys count that answer for none. If not, and no credentials are known, no FIDO2 key is
    /// disturbed.
    package let countsOthers: Bool
    /// How long a key that another program uses is waited for.
    package let patience: Duration
    /// The keys that are waited for; none for all.
    package let needed: NeededKeys

    package init(
        about credentials: [KeyCredential] = [], challenge: [UInt8]? = nil,
        patience: Duration = shortPatience, waitingFor needed: NeededKeys = NeededKeys(),
        countingOthers countsOthers: Bool = false
    ) {
        // The same credential may be told with another model, which makes it no other key.
        self.credentials = credentials.reduce(into: []) { known, credential in
            if !known.contains(where: credential.isSame) { known.append(credential) }
        }
        self.needed = needed
        self.challenge = challenge
        self.patience = patience
        self.countsOthers = countsOthers
    }

    /// Whether a FIDO2 key is worth a look.
    var isForSecurityKeys: Bool { countsOthers || !credentials.isEmpty }
}
