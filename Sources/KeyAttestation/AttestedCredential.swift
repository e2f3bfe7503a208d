import CBOR
import Crypto
package import LicenseBinding

/// A credential as the key tells it when it makes one (WebAuthn Level 2, section 6.5.1).
package struct AttestedCredential: Hashable, Sendable {
    package let credential: KeyCredential
    /// The key's counter when it made the credential.
    package let counter: UInt32

    private static let userPresent: UInt8 = 0x01
    private static let userVerified: UInt8 = 0x04
    private static let hasCredential: UInt8 = 0x40
    private static let hasExtensions: UInt8 = 0x80

    /// - Returns: nothing unless the data is for this relying party, with a touch, and holds one
    ///   ES256 credential that cannot be copied. What some keys say of extensions unasked is left out.
    package init?(_ data: [UInt8], for relyingParty: String) {
        guard data.count > 55,
            Array(data[..<32]) == Array(SHA256.hash(data: Array(relyingParty.utf8))),
            data[32] & ~(Self.userVerified | Self.hasExtensions)
                == Self.userPresent | Self.hasCredential,
            let model = AAGUID(Array(data[37..<53]))
        else { return nil }
        counter = data[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        let count = Int(data[53]) << 8 | Int(data[54])
        guard 1...KeyCredential.mostBytes ~= count, data.count > 55 + count else { return nil }
        var rest = data[(55 + count)...]
        guard let key = CBORValue(reading: &rest).flatMap(Self.key) else { return nil }
        if data[32] & Self.hasExtensions != 0 {
            guard case .map? = CBORValue(reading: &rest) else { return nil }
        }
        guard rest.isEmpty else { return nil }
        credential = KeyCredential(
            key: key, relyingParty: relyingParty, id: Array(data[55..<(55 + count)]), model: model)
    }

    /// Reads a COSE key: EC2, ES256, P-256, x, y (RFC 9053, sections 2.1 and 7.1.1).
    private static func key(_ value: CBORValue) -> CredentialKey? {
        guard value[.integer(1)] == .integer(2), value[.integer(3)] == .integer(-7),
            value[.integer(-1)] == .integer(1), let x = value[.integer(-2)]?.bytes, x.count == 32,
            let y = value[.integer(-3)]?.bytes
        else { return nil }
        return CredentialKey(x + y)
    }
}
