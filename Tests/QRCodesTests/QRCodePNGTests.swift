import QRCodes
import Testing

struct QRCodePNGTests {
    @Test(arguments: Texts.all)
    func `a text is read back from its PNG image`(_ text: String) async throws {
        #expect(try await decoded(QRCode(text).png()) == text)
    }

    @Test(arguments: [1, 3, 8, 32])
    func `every pixel is that of a module, and the quiet zone is white`(_ scale: Int) throws {
        let code = try QRCode(Texts.digits)
        #expect(try Bitmap(png: code.png(scale: scale)) == Bitmap(code).enlarged(scale))
    }

    @Test(arguments: [.min, -1, 0, 33, .max])
    func `a scale out of range is refused`(_ scale: Int) throws {
        let code = try QRCode("1")
        #expect(throws: QRCodeError.scaleOutOfRange(scale)) { try code.png(scale: scale) }
    }

    @Test func `the largest image can be written`() throws {
        let code = try QRCode(String(repeating: "1", count: 5596))
        #expect(try Bitmap(png: code.png(scale: 32)).width == 185 * 32)
    }
}
