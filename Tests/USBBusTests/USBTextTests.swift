import Testing

@testable import USBBus

struct USBTextTests {
    @Test(arguments: [
        "\u{1B}", "\n", "\u{0}", "\u{7F}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{200F}", "\u{2028}",
    ])
    func `a character that steers is replaced`(character: String) {
        #expect(USBText.display("a\(character)b") == "a\u{FFFD}b")
    }

    @Test func `letters of all scripts stay`() {
        #expect(USBText.display("Schlüssel 鍵 🔑") == "Schlüssel 鍵 🔑")
    }

    @Test func `no more is kept than a string descriptor can hold`() {
        #expect(USBText.display(String(repeating: "x", count: 5000)).count == 126)
    }

    @Test func `a serial number stays as it is`() {
        let strings = USBStrings(manufacturer: nil, product: "\u{7}", serialNumber: "\u{7} 1 ")
        #expect(strings.serialNumber == "\u{7} 1 ")
        #expect(strings.product == "\u{FFFD}")
    }
}
