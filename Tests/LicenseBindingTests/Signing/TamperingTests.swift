import SeededRandomness
import LicenseBinding
import TestPublisher
import Testing

struct TamperingTests {
    private let publisher = TestPublisher()

    @Test(arguments: [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x07, 0xff] as [UInt8])
    func `a license edited in any byte is refused`(mask: UInt8) throws {
        let file = try publisher.file(of: .sample())
        var reader = publisher.reader
        #expect(throws: Never.self) { try reader.license(file) }
        for place in file.indices {
            var edited = file
            edited[place] ^= mask
            #expect(throws: Refusal.self, "byte \(place)") { try reader.license(edited) }
        }
    }

    @Test func `a license cut anywhere is refused`() throws {
        let file = try publisher.file(of: .sample())
        var reader = publisher.reader
        let line = file.count - 1
        for count in 0..<line {
            #expect(throws: Refusal.self) { try reader.license(Array(file[..<count])) }
            #expect(throws: Refusal.self) { try reader.license(Array(file[(count + 1)...])) }
        }
        #expect(throws: Never.self) { try reader.license(Array(file[..<line])) }
    }

    @Test func `a license with a byte added or taken anywhere is refused`() throws {
        let file = try publisher.file(of: .sample())
        var reader = publisher.reader
        for place in 0..<file.count - 1 {
            var longer = file
            longer.insert(UInt8(ascii: "A"), at: place)
            #expect(throws: Refusal.self) { try reader.license(longer) }
            var shorter = file
            shorter.remove(at: place)
            #expect(throws: Refusal.self) { try reader.license(shorter) }
        }
    }

    /// Of each edit only the answer is of interest: no crash, and never accepted.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `random edits and splices are refused`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let files = try Fixture.accepted.map(\.bytes) + [publisher.rotated.file(of: .sample())]
        let genuine = Set(files.map { $0.last == 0x0a ? $0.dropLast() : $0[...] })
        var reader = publisher.reader
        for file in files { #expect(throws: Never.self) { try reader.license(file) } }
        for _ in 0..<2500 {
            var bytes = files.randomElement(using: &random) ?? []
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                Self.edit(&bytes, with: files.randomElement(using: &random) ?? [], &random)
            }
            guard !genuine.contains(bytes.last == 0x0a ? bytes.dropLast() : bytes[...]) else {
                continue
            }
            #expect(throws: Refusal.self) { try reader.license(bytes) }
        }
    }

    private static func edit(
        _ bytes: inout [UInt8], with other: [UInt8], _ random: inout SeededGenerator
    ) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 3: bytes.removeSubrange(place...)
        case 4: bytes = Array(bytes[..<place] + other[min(place, other.count)...])
        case 5: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
        default: bytes = spliced(bytes, other, &random)
        }
    }

    /// Segments of one file between those of another.
    private static func spliced(
        _ bytes: [UInt8], _ other: [UInt8], _ random: inout SeededGenerator
    ) -> [UInt8] {
        let dot = UInt8(ascii: ".")
        var parts = bytes.split(separator: dot, omittingEmptySubsequences: false)
        let others = other.split(separator: dot, omittingEmptySubsequences: false)
        let place = Int.random(in: 0..<parts.count, using: &random)
        parts[place] = others.randomElement(using: &random) ?? []
        return Array(parts.joined(separator: [dot]))
    }
}
