import CFIDO2

/// What a key signed without a touch.
package struct SilentAssertion: Hashable, Sendable {
    /// The credential that signed.
    package let credential: [UInt8]
    package let authenticatorData: [UInt8]
    /// DER.
    package let signature: [UInt8]
}

extension Authenticator {
    /// Lets the key sign with one of these credentials that is its own; nobody touches it.
    /// - Parameters:
    ///   - challenge: the 32 bytes of the client data hash.
    ///   - credentials: at least one, and no more than the key takes at a time.
    /// - Throws: ``FIDO2Error/noCredential`` if none is its own.
    package func sign(
        _ challenge: [UInt8], for relyingParty: String, with credentials: [[UInt8]]
    ) throws(FIDO2Error) -> SilentAssertion {
        guard let request = unsafe fido_assert_new() else {
            throw .refused(code: FIDO_ERR_INTERNAL)
        }
        defer {
            var request: OpaquePointer? = unsafe request
            unsafe fido_assert_free(&request)
        }
        // libfido2 copies what it is given.
        try check(unsafe fido_assert_set_rp(request, relyingParty))
        try check(unsafe fido_assert_set_clientdata_hash(request, challenge, challenge.count))
        for credential in credentials {
            try check(unsafe fido_assert_allow_cred(request, credential, credential.count))
        }
        // User verification is left out: some keys refuse even an explicit "no".
        try check(unsafe fido_assert_set_up(request, FIDO_OPT_FALSE))
        try allow(Self.patience)
        try check(unsafe fido_dev_get_assert(device, request, nil))
        return try unsafe answer(request, credentials)
    }

    private func answer(
        _ request: OpaquePointer, _ credentials: [[UInt8]]
    ) throws(FIDO2Error) -> SilentAssertion {
        // Keys of CTAP 2.0 sign with each of them, one after another.
        guard unsafe fido_assert_count(request) >= 1,
            let wrapped = unsafe bytes(
                fido_assert_authdata_ptr(request, 0), fido_assert_authdata_len(request, 0)),
            let data = Self.content(ofByteString: wrapped),
            let signature = unsafe bytes(
                fido_assert_sig_ptr(request, 0), fido_assert_sig_len(request, 0))
        else { throw .malformed }
        // A key that was given one credential need not say which one it is.
        let named = unsafe bytes(fido_assert_id_ptr(request, 0), fido_assert_id_len(request, 0))
        guard let credential = named ?? (credentials.count == 1 ? credentials[0] : nil),
            credentials.contains(credential)
        else { throw .malformed }
        return SilentAssertion(
            credential: credential, authenticatorData: data, signature: signature)
    }

    /// What a CBOR byte string of less than 256 bytes holds (RFC 8949, section 3).
    private static func content(ofByteString bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count > 2, bytes[0] == 0x58, Int(bytes[1]) == bytes.count - 2 else {
            return nil
        }
        return Array(bytes[2...])
    }
}

/// Copies what libfido2 lends; nothing if there is none.
func bytes(_ pointer: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8]? {
    guard let pointer = unsafe pointer, count > 0 else { return nil }
    return unsafe Array(UnsafeBufferPointer(start: pointer, count: count))
}
