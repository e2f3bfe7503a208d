import QRCodes
import Testing

struct QRCodeSVGTests {
    @Test(arguments: Texts.all)
    func `a text is read back from its SVG document`(_ text: String) async throws {
        let code = try QRCode(text)
        let image = try await rasterized(code.svg, width: (code.width + 8) * 6)
        #expect(try await decoded(image) == text)
    }

    @Test func `every pixel is that of a module, and the quiet zone is white`() async throws {
        let code = try QRCode(Texts.digits)
        let image = try await rasterized(code.svg, width: (code.width + 8) * 3)
        #expect(try Bitmap(png: image) == Bitmap(code).enlarged(3))
    }

    @Test func `the document is as large as the code and its quiet zone`() throws {
        let svg = try QRCode(Texts.digits).svg
        #expect(svg.hasPrefix(#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33" "#))
        #expect(svg.contains(#" shape-rendering="crispEdges">"#))
        #expect(svg.hasSuffix("</svg>\n"))
    }
}
