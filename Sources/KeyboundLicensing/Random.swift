import LicenseBinding

extension [UInt8] {
    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
    }
}

extension Nonce {
    static func random() -> Nonce {
        var generator = SystemRandomNumberGenerator()
        return Nonce(from: &generator)
    }
}
