import SeededRandomness
import LicenseBinding
import TestPublisher
import Testing

struct KeyIDTests {
    private static let thumbprint = String(repeating: "A", count: 43)

    @Test(arguments: [
        ("usb:096e-0006:KEY-1", "usb:096e-0006:KEY-1"),
        ("usb:096E-0006:KEY-1", "usb:096e-0006:KEY-1"),
        ("usb:0000-ffff:a b", "usb:0000-ffff:a%20b"), ("usb:096e-0006:%61", "usb:096e-0006:a"),
        ("usb:096e-0006:a:b", "usb:096e-0006:a%3Ab"), ("usb:096e-0006:é", "usb:096e-0006:%C3%A9"),
        ("usb:096e-0006:%00%0a", "usb:096e-0006:%00%0A"), ("hasp:978493417", "hasp:978493417"),
        ("hasp:007", "hasp:7"), ("hasp:0x3A529FE9", "hasp:978493417"),
        ("hasp:0X3a529fe9", "hasp:978493417"), ("hasp:0x09882A98", "hasp:159918744"),
        ("hasp:18446744073709551615", "hasp:18446744073709551615"),
        ("fido2:\(thumbprint)", "fido2:\(thumbprint)"),
    ])
    func `a key ID has one canonical spelling`(text: String, canonical: String) throws {
        let id = try #require(KeyID(text))
        #expect(id.description == canonical)
        #expect(KeyID(canonical) == id)
    }

    @Test(arguments: [
        "", ":", "usb", "usb:", "usb::", "usb:096e-0006", "usb:096e-0006:", "usb:096e:KEY",
        "usb:096e-0006-1:KEY", "usb:96e-0006:KEY", "usb:0096e-0006:KEY", "usb:+96e-0006:KEY",
        "usb:-96e-0006:KEY", "usb:09６e-0006:KEY", "usb:0x6e-0006:KEY", "usb: 96e-0006:KEY",
        "usb:096g-0006:KEY", "usb:096e-0006:%", "usb:096e-0006:%4", "usb:096e-0006:%FF",
        "usb:096e_0006:KEY", "USB:096e-0006:KEY", " usb:096e-0006:KEY", "hasp:", "hasp:-1",
        "hasp:+1",
        "hasp: 1", "hasp:1 ", "hasp:1.0", "hasp:0", "hasp:00", "hasp:0x0", "hasp:0x", "hasp:x1",
        "hasp:3A529FE9", "hasp:0x+1", "hasp:0x-1", "hasp:0xG", "hasp:0x10000000000000000", "hasp:١",
        "hasp:18446744073709551616",
        "hasp:1:2", "HASP:1", "fido2:", "fido2:AAAA", "fido2:\(thumbprint)A",
        "fido2:\(thumbprint)=",
        "fido2:\(thumbprint.dropLast())B", "fido2:\(thumbprint.dropLast())+",
        "fido2:../\(thumbprint)",
        "dongle:1", "978493417",
    ])
    func `what is no key ID is refused`(text: String) {
        #expect(KeyID(text) == nil)
    }

    @Test func `serial numbers of any characters come back`() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let scalars = (0...Int.random(in: 0..<6, using: &random)).map { _ in
                Unicode.Scalar(UInt16.random(in: 0..<0xd800, using: &random)) ?? "?"
            }
            let serial = scalars.map(String.init).joined()
            let id = KeyID.usb(vendor: 1, product: 0xabcd, serial: serial)
            #expect(id.description.utf8.allSatisfy { 0x21...0x7e ~= $0 })
            #expect(KeyID(id.description) == id)
        }
    }

    @Test func `only a key that signs is more than identified`() {
        #expect(KeyID.sample().assurance == .identified)
        #expect(KeyID.hasp(1).assurance == .identified)
        #expect(KeyID.signing().assurance == .signed)
        #expect(Assurance.identified < .signed)
        #expect(!(Assurance.signed < .signed))
    }

    @Test func `keys of one model are told by their names`() {
        let otherModel = KeyID.usb(vendor: 0x096e, product: 7, serial: "KEY-1")
        #expect(KeyID.sample(1).isSameModel(as: .sample(2)))
        #expect(!KeyID.sample(1).isSameModel(as: otherModel))
        #expect(KeyID.hasp(1).isSameModel(as: .hasp(2)))
        #expect(KeyID.signing(1).isSameModel(as: .signing(2)))
        #expect(!KeyID.hasp(1).isSameModel(as: .signing(1)))
    }
}
