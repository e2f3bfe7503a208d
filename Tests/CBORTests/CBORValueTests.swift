import CBOR
import EncodedCBOR
import SeededRandomness
import Testing

struct CBORValueTests {
    @Test(
        arguments: [
            ([0x00], .integer(0)), ([0x17], .integer(23)), ([0x18, 0x18], .integer(24)),
            ([0x19, 0x01, 0x00], .integer(256)), ([0x1a, 0, 1, 0, 0], .integer(65536)),
            ([0x26], .integer(-7)), ([0x39, 0x01, 0x00], .integer(-257)), ([0x40], .bytes([])),
            ([0x42, 1, 2], .bytes([1, 2])), ([0x61, 0x61], .text("a")), ([0x80], .array([])),
            ([0xf5], .bool(true)), ([0xf4], .bool(false)), ([0xa0], .map([] as [CBORValue.Member])),
            ([0x81, 0x81, 0x81, 0x81, 0x00], .array([.array([.array([.array([.integer(0)])])])])),
        ] as [([UInt8], CBORValue)])
    func `what keys say is read`(_ bytes: [UInt8], _ value: CBORValue) {
        #expect(CBORValue(decoding: bytes) == value)
    }

    @Test(
        arguments: [
            [], [0x00, 0x00], [0x18], [0x18, 0x17], [0x19, 0x00, 0xff], [0x1a, 0, 0, 0xff, 0xff],
            [0x1b, 0, 0, 0, 1, 0, 0, 0, 0], [0x42, 1], [0x5a, 0xff, 0xff, 0xff, 0xff],
            [0x5f, 0xff],
            [0x61, 0xff], [0x81], [0x9f, 0xff], [0x9a, 0xff, 0xff, 0xff, 0xff], [0xa1, 0x00],
            [0xa2, 0x00, 0x00, 0x00, 0x01], [0xba, 0xff, 0xff, 0xff, 0xff], [0xbf, 0xff],
            [0xc0, 0x00],
            [0xf6], [0xf7], [0xf9, 0, 0], [0xff], [0x1c], [0x81, 0x81, 0x81, 0x81, 0x81, 0x00],
        ] as [[UInt8]])
    func `what no key may say is refused`(_ bytes: [UInt8]) {
        #expect(CBORValue(decoding: bytes) == nil)
    }

    @Test func `random bytes never trap, and what is read has one form`() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<40, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
            guard let value = CBORValue(decoding: bytes) else { continue }
            #expect(value.encoded == bytes)
        }
    }
}
