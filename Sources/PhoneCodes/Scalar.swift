/// Numbers of 32 bytes, the highest first, beside the order of the group ristretto255 (RFC 9496, section 4):
/// ℓ = 2²⁵² + 27742317777372353535851937790883648493.
enum Scalar {
    private static let order: [UInt8] = [
        0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0x14, 0xde, 0xf9, 0xde, 0xa2, 0xf7, 0x9c, 0xd6,
        0x58, 0x12, 0x63, 0x1a, 0x5c, 0xf5, 0xd3, 0xed,
    ]

    /// `number + times · ℓ`, which must fit into 32 bytes.
    static func adding(orders times: Int, to number: [UInt8]) -> [UInt8] {
        (0..<times).reduce(number) { sum, _ in
            var (sum, carry) = (sum, 0)
            for index in sum.indices.reversed() {
                carry += Int(sum[index]) + Int(order[index])
                (sum[index], carry) = (UInt8(carry & 0xff), carry >> 8)
            }
            return sum
        }
    }

    /// How often ℓ goes into a number, and what is left.
    static func division(of number: [UInt8]) -> (orders: Int, rest: [UInt8]) {
        var (rest, times) = (number, 0)
        while !rest.lexicographicallyPrecedes(order) {
            var borrow = 0
            for index in rest.indices.reversed() {
                let difference = Int(rest[index]) - Int(order[index]) - borrow
                (rest[index], borrow) = (UInt8(difference & 0xff), difference < 0 ? 1 : 0)
            }
            times += 1
        }
        return (times, rest)
    }
}
