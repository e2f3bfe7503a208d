import LicenseBinding
import SeatProtocol

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

extension LeaseID {
    /// A random one (RFC 9562, section 5.4).
    static func random() -> LeaseID {
        var bytes = [UInt8].random(16)
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        guard let id = LeaseID(bytes: bytes) else { preconditionFailure("16 bytes") }
        return id
    }
}
