import SeededRandomness
import Testing

@testable import USBBus

struct USBStringDescriptorTests {
    @Test func `text of all planes is read`() {
        let bytes: [UInt8] = [8, 3, 0x41, 0, 0x3D, 0xD8, 0x11, 0xDD]
        #expect(USBStringDescriptor.text(of: bytes) == "A🔑")
    }

    @Test(
        arguments: [
            [], [4], [2, 1], [4, 2, 0x41, 0], [0, 3], [1, 3, 0x41, 0], [0, 0, 0, 0],
        ] as [[UInt8]])
    func `bytes that are no string descriptor have no text`(bytes: [UInt8]) {
        #expect(USBStringDescriptor.text(of: bytes) == nil)
        #expect(USBStringDescriptor.languages(of: bytes) == nil)
    }

    @Test func `a length that claims too much is not believed`() {
        #expect(USBStringDescriptor.text(of: [255, 3, 0x41, 0]) == "A")
    }

    @Test func `bytes after the length it claims are not read`() {
        #expect(USBStringDescriptor.text(of: [4, 3, 0x41, 0, 0x42, 0]) == "A")
    }

    @Test func `half a character at the end is dropped`() {
        #expect(USBStringDescriptor.text(of: [5, 3, 0x41, 0, 0x42]) == "A")
        #expect(USBStringDescriptor.text(of: [3, 3, 0x41]) == "")
    }

    @Test func `text ends before a NUL`() {
        #expect(USBStringDescriptor.text(of: [8, 3, 0x41, 0, 0, 0, 0x42, 0]) == "A")
    }

    @Test(
        arguments: [
            [6, 3, 0x00, 0xD8, 0x41, 0], [6, 3, 0x00, 0xDC, 0x41, 0], [6, 3, 0x41, 0, 0x00, 0xD8],
            [8, 3, 0x00, 0xD8, 0x00, 0xD8, 0x41, 0],
        ] as [[UInt8]])
    func `half a surrogate pair is dropped`(bytes: [UInt8]) {
        #expect(USBStringDescriptor.text(of: bytes) == "A")
    }

    @Test func `random bytes give text that fits, or none`() {
        var generator = SeededGenerator(seed: 26)
        for _ in 0..<50_000 {
            let count = Int.random(in: 0...255, using: &generator)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if count > 1, Bool.random(using: &generator) { bytes[1] = 3 }
            guard let text = USBStringDescriptor.text(of: bytes) else { continue }
            #expect(bytes[1] == 3)
            #expect(text.utf16.count <= (bytes.count - 2) / 2)
            #expect(!text.unicodeScalars.contains("\0"))
        }
    }

    @Test func `what a device wrote is read back`() {
        var generator = SeededGenerator(seed: 27)
        for _ in 0..<5_000 {
            let scalars = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                Unicode.Scalar(UInt32.random(in: 1...0x10FFFF, using: &generator)) ?? "?"
            }
            let text = String(String.UnicodeScalarView(scalars))
            let units = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            let read = USBStringDescriptor.text(of: [UInt8(units.count + 2), 3] + units)
            #expect(read.map { Array($0.unicodeScalars) } == scalars)
        }
    }
}
