/// The check digit of H. M. Damm (Total anti-symmetrische Quasigruppen, 2004): it finds every single wrong digit and
/// every swap of two neighbors. It starts from a number of its own, so that groups in each other's place are found too.
enum Damm {
    /// A totally anti-symmetric quasigroup of order 10 whose diagonal is 0.
    private static let table: [UInt8] = [
        0, 3, 1, 7, 5, 9, 8, 6, 4, 2,
        7, 0, 9, 2, 1, 5, 4, 8, 6, 3,
        4, 2, 0, 6, 8, 7, 1, 3, 5, 9,
        1, 7, 5, 0, 9, 8, 3, 4, 2, 6,
        6, 1, 2, 3, 0, 4, 5, 9, 7, 8,
        3, 6, 7, 4, 2, 0, 9, 5, 8, 1,
        5, 8, 6, 9, 7, 2, 0, 1, 3, 4,
        8, 9, 4, 5, 3, 6, 2, 0, 1, 7,
        9, 4, 3, 8, 6, 1, 7, 2, 0, 5,
        2, 5, 8, 1, 4, 3, 6, 7, 9, 0,
    ]

    /// - Parameters:
    ///   - digits: from 0 to 9.
    ///   - start: from 0 to 9.
    static func digit(of digits: some Sequence<UInt8>, from start: Int) -> UInt8 {
        digits.reduce(UInt8(start)) { table[Int($0) * 10 + Int($1)] }
    }

    /// Whether the last digit is the check digit of those before it.
    static func isRight(_ digits: some Sequence<UInt8>, from start: Int) -> Bool {
        digit(of: digits, from: start) == 0
    }
}
