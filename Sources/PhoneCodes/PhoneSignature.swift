/// A short Schnorr signature on ristretto255, with a challenge of 128 bits.
package struct PhoneSignature: Hashable, Sendable {
    /// How many digits it has as a number.
    static let digitCount = 115

    /// Which of the publisher's phone keys has signed, from 0 to 3.
    package let keyNumber: Int
    /// 16 bytes, the highest first.
    let challenge: [UInt8]
    /// 32 bytes, the highest first; less than the order of the group.
    let response: [UInt8]

    init(keyNumber: Int, challenge: [UInt8], response: [UInt8]) {
        self.keyNumber = keyNumber
        self.challenge = challenge
        self.response = response
    }

    /// Reads `((key number · ℓ) + response) · 2¹²⁸ + challenge`.
    /// - Returns: nothing for a number that no signature has.
    init?(digits: [UInt8]) {
        guard let bytes = DecimalNumber.bytes(of: digits, count: 48) else { return nil }
        let (number, response) = Scalar.division(of: Array(bytes.prefix(32)))
        self.init(keyNumber: number, challenge: Array(bytes.suffix(16)), response: response)
        guard number <= PhoneKey.highestNumber, response.contains(where: { $0 != 0 }),
            challenge.contains(where: { $0 != 0 })
        else { return nil }
    }

    var digits: [UInt8] {
        let bytes = Scalar.adding(orders: keyNumber, to: response) + challenge
        guard let digits = DecimalNumber.digits(of: bytes, count: Self.digitCount) else {
            preconditionFailure(
                "four times the order of the group and 128 bits fit into 115 digits")
        }
        return digits
    }
}
