import CFIDO2

/// What a key says of itself (CTAP 2.1, section 6.4), as far as it matters here.
package struct AuthenticatorInfo: Hashable, Sendable {
    /// 16 bytes.
    package let model: [UInt8]
    /// How many credentials the key takes in one question.
    package let mostCredentials: Int
    /// The most bytes of a credential ID that is its own.
    package let longestCredential: Int
    /// The most bytes of a message that it takes (CTAP 2.1, section 8.1).
    package let largestMessage: Int
    /// Whether the key makes a credential only for who knows its PIN.
    package let wantsPIN: Bool
}

extension Authenticator {
    package func info() throws(FIDO2Error) -> AuthenticatorInfo {
        guard let info = unsafe fido_cbor_info_new() else {
            throw .refused(code: FIDO_ERR_INTERNAL)
        }
        defer {
            var info: OpaquePointer? = unsafe info
            unsafe fido_cbor_info_free(&info)
        }
        try allow(Self.patience)
        try check(unsafe fido_dev_get_cbor_info(device, info))
        guard
            let model = unsafe bytes(
                fido_cbor_info_aaguid_ptr(info), fido_cbor_info_aaguid_len(info)),
            model.count == 16
        else { throw .malformed }
        let options = unsafe Self.options(of: info)
        let hasPIN = options["clientPin"] == true
        let most = unsafe fido_cbor_info_maxcredcntlst(info)
        let longest = unsafe fido_cbor_info_maxcredidlen(info)
        let largest = unsafe fido_cbor_info_maxmsgsiz(info)
        return AuthenticatorInfo(
            model: model,
            // A key that does not say takes one.
            mostCredentials: most == 0 ? 1 : Int(clamping: most),
            longestCredential: longest == 0 ? .max : Int(clamping: longest),
            largestMessage: max(Int(clamping: largest), 1024),
            wantsPIN: hasPIN && options["makeCredUvNotRqd"] != true)
    }

    private static func options(of info: OpaquePointer) -> [String: Bool] {
        let count = unsafe fido_cbor_info_options_len(info)
        guard let names = unsafe fido_cbor_info_options_name_ptr(info),
            let values = unsafe fido_cbor_info_options_value_ptr(info)
        else { return [:] }
        var options: [String: Bool] = [:]
        for index in 0..<count {
            guard let name = unsafe names[index] else { continue }
            unsafe options[String(cString: name)] = unsafe values[index]
        }
        return options
    }
}
