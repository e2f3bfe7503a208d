import SeededRandomness
import LicenseBinding
import Testing

struct JSONFuzzTests {
    private static let seeds = [
        #"{"alg":"EdDSA","n":[1,-2.5e+3,true,false,null],"t":"a\n\u00e9\ud83d\ude00 é😀"}"#,
        #"[[[{"a":{"b":{"c":[]}}}]],0,"\\\"/"]"#,
    ]
    private static let pieces: [[UInt8]] =
        [
            "\"", "\\", "\\u", "\\ud800", "{", "}", "[", "]", ",", ":", "-", "0", "1e", ".", "null",
            "\0",
            "\u{feff}",
        ].map { Array($0.utf8) } + [[0xff], [0xc3], [0xed, 0xa0, 0x80]]

    /// Whatever is read means the same after it was written.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `changed texts are refused or read without loss`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var read = 0
        for round in 0..<5000 {
            var bytes = Array(Self.seeds[round % Self.seeds.count].utf8)
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                default:
                    let piece = Self.pieces.randomElement(using: &random) ?? []
                    bytes.insert(contentsOf: piece, at: place)
                }
            }
            guard let value = try? JSONScanner.value(of: bytes) else { continue }
            read += 1
            #expect(try JSONScanner.value(of: Array(value.compact.utf8)) == value)
            #expect(try JSONScanner.value(of: Array(value.indented.utf8)) == value)
        }
        #expect(read > 0)
    }

    @Test func `each beginning of a text is refused`() {
        for text in Self.seeds {
            let bytes = Array(text.utf8)
            for count in 0..<bytes.count {
                #expect(throws: JSONError.self) {
                    try JSONScanner.value(of: Array(bytes[..<count]))
                }
            }
        }
    }
}
