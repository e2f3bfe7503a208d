extension StringProtocol {
    /// The values of the digits of a number that was typed; spaces, line breaks and dashes of any kind are no part of
    /// it.
    /// - Returns: nothing if something else stands between them.
    package var typedDigits: [UInt8]? {
        var digits: [UInt8] = []
        for scalar in unicodeScalars {
            switch scalar {
            case "0"..."9": digits.append(UInt8(scalar.value - 0x30))
            case " ", "\t", "\n", "\r", "\u{a0}", "\u{2009}", "\u{202f}": continue
            case "-", "\u{2010}"..."\u{2015}", "\u{2212}": continue
            default: return nil
            }
        }
        return digits
    }
}

extension Sequence<UInt8> {
    /// Digits from 0 to 9 as text.
    package var digitText: String { String(decoding: map { $0 + 0x30 }, as: UTF8.self) }

    /// Digits in groups, with a space between them.
    func digitText(inGroupsOf size: Int) -> String {
        let digits = Array(self)
        return stride(from: 0, to: digits.count, by: size)
            .map { digits[$0..<Swift.min($0 + size, digits.count)].digitText }
            .joined(separator: " ")
    }
}
