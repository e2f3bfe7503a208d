import LicenseBinding
import Testing

struct AAGUIDTests {
    private let text = "ee882879-721c-4913-9775-3dfcce97072a"

    @Test func `a model is written as makers write it`() throws {
        let model = try #require(AAGUID(text))
        #expect(model.description == text)
        #expect(model.bytes.prefix(4) == [0xee, 0x88, 0x28, 0x79])
        #expect(AAGUID(text.uppercased()) == model)
        #expect(AAGUID(model.bytes) == model)
        #expect(
            AAGUID([UInt8](0..<16))?.description == "00010203-0405-0607-0809-0a0b0c0d0e0f")
    }

    @Test(arguments: [
        "", "ee882879721c491397753dfcce97072a", "ee882879-721c-4913-9775-3dfcce97072",
        "ee882879-721c-4913-9775-3dfcce97072g", "ee88287-9721c-4913-9775-3dfcce97072a",
        "{ee882879-721c-4913-9775-3dfcce97072a}", "ee882879-721c-4913-97753dfcce97072a-",
    ])
    func `what is none is refused`(_ text: String) {
        #expect(AAGUID(text) == nil)
    }

    @Test func `a model has 16 bytes`() {
        #expect(AAGUID([UInt8](repeating: 0, count: 15)) == nil)
        #expect(AAGUID([UInt8](repeating: 0, count: 17)) == nil)
    }
}
