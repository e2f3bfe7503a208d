import Foundation
import LicenseBinding
import Testing

struct Base64URLTests {
    /// RFC 4648, section 10, without padding.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
        ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
    ])
    func `the vectors of the RFC are read and written`(text: String, digits: String) {
        #expect(Base64URL.encode(text.utf8) == digits)
        #expect(Base64URL.decode(digits) == Array(text.utf8))
    }

    @Test func `the last two digits are minus and underscore`() {
        #expect(Base64URL.encode([0xfb, 0xff]) == "-_8")
        #expect(Base64URL.decode("-_8") == [0xfb, 0xff])
    }

    @Test func `all bytes in all lengths come back`() {
        let bytes = Array(UInt8.min...UInt8.max)
        for count in 0...bytes.count {
            let some = Array(bytes.suffix(count))
            let digits = Base64URL.encode(some)
            #expect(Base64URL.decode(digits) == some)
            #expect(digits == standardSpelling(of: some))
        }
    }

    @Test(arguments: [
        "A", "AAAAA", "Zg==", "Zg=", "Zm8=", "=", "Zm9v=", " Zg", "Zg\n", "Z g", "Zm+v", "Zm/v",
        "Zm.v", "Zmév", "Zm9\0", "Zm9\u{212a}",
    ])
    func `other spellings are refused`(digits: String) {
        #expect(Base64URL.decode(digits) == nil)
    }

    @Test func `of all last digits only those with zero bits after the last byte are read`() {
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        let afterOne = digits.filter { Base64URL.decode("A\($0)") != nil }
        #expect(afterOne == "AQgw")
        let afterTwo = digits.filter { Base64URL.decode("AA\($0)") != nil }
        #expect(afterTwo == "AEIMQUYcgkosw048")
    }

    @Test(arguments: 0..<6)
    func `every byte outside the alphabet is refused`(place: Int) {
        var digits = Array("AAAAAAA".utf8)
        let readable = (UInt8.min...UInt8.max).filter {
            digits[place] = $0
            return Base64URL.decode(digits) != nil
        }
        #expect(readable.count == 64)
    }

    private func standardSpelling(of bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
