import CFIDO2

/// A credential that a key has just made, with what vouches for it; not yet believed.
package struct NewCredential: Hashable, Sendable {
    /// The format of the attestation: `packed`, `none`.
    package let format: String
    /// The key's own data, the credential among it (WebAuthn Level 2, section 6.5.1).
    package let authenticatorData: [UInt8]
    /// The attestation statement: a map in CBOR.
    package let statement: [UInt8]
}

/// What a credential is asked for with.
package struct CredentialRequest: Sendable {
    /// The 32 bytes of the client data hash.
    package let challenge: [UInt8]
    package let relyingParty: String
    /// 1 to 64 bytes that tell accounts apart.
    package let user: [UInt8]
    /// Credentials whose key must not make another one.
    package var excluded: [[UInt8]] = []

    package init(challenge: [UInt8], relyingParty: String, user: [UInt8]) {
        self.challenge = challenge
        self.relyingParty = relyingParty
        self.user = user
    }
}

extension Authenticator {
    /// How long a person may take to touch the key.
    package static let touchPatience = Duration.seconds(30)

    /// How many bytes a PIN has (CTAP 2.1, section 6.5.1).
    private static let pinLength = 4...63

    /// Lets the key make a credential: ES256, kept outside of the key, after a touch.
    /// - Parameter pin: for a key that wants it (``AuthenticatorInfo/wantsPIN``).
    package func makeCredential(
        _ request: CredentialRequest, pin: String? = nil
    ) throws(FIDO2Error) -> NewCredential {
        // What no PIN can be costs none of the key's few tries.
        if let pin, !Self.pinLength.contains(pin.utf8.count) { throw .pin(.wrong) }
        guard let credential = unsafe fido_cred_new() else {
            throw .refused(code: FIDO_ERR_INTERNAL)
        }
        defer {
            var credential: OpaquePointer? = unsafe credential
            unsafe fido_cred_free(&credential)
        }
        // libfido2 copies what it is given. A resident key is not asked for: the option is left out.
        let (hash, party, user) = (request.challenge, request.relyingParty, request.user)
        try check(unsafe fido_cred_set_type(credential, COSE_ES256))
        try check(unsafe fido_cred_set_clientdata_hash(credential, hash, hash.count))
        try check(unsafe fido_cred_set_rp(credential, party, party))
        try check(
            unsafe fido_cred_set_user(credential, user, user.count, "license", "license", nil))
        for id in request.excluded {
            try check(unsafe fido_cred_exclude(credential, id, id.count))
        }
        try allow(Self.touchPatience)
        try check(unsafe fido_dev_make_cred(device, credential, pin))
        return try unsafe answer(credential)
    }

    private func answer(_ credential: OpaquePointer) throws(FIDO2Error) -> NewCredential {
        guard let format = unsafe fido_cred_fmt(credential),
            let data = unsafe bytes(
                fido_cred_authdata_raw_ptr(credential), fido_cred_authdata_raw_len(credential))
        else { throw .malformed }
        // The format `none` has no statement.
        let statement = unsafe bytes(
            fido_cred_attstmt_ptr(credential), fido_cred_attstmt_len(credential))
        return NewCredential(
            format: unsafe String(cString: format), authenticatorData: data,
            statement: statement ?? [])
    }
}
