import Crypto

/// What only the client of a lease knows.
package enum SeatSecret {
    package static let count = 32

    /// SHA-256 of the secret, which the server gets.
    package static func hash(_ secret: [UInt8]) -> [UInt8] {
        SHA256.hash(data: secret).withUnsafeBytes { Array($0) }
    }
}
