package import CenterProtocol
package import Crypto

/// What the center keeps of a PIN: HMAC-SHA-256 (RFC 2104) under a key that is in no database, since all PINs could be
/// tried in hours otherwise.
package struct PINHash: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    package init?(bytes: [UInt8]) {
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }

    package init(of pin: PIN, under key: SymmetricKey) {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("keybound PIN v1\0".utf8) + pin.digits, using: key)
        bytes = Array(code)
    }
}
