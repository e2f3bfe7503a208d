import LicenseBinding
import Testing

struct JSONWriterTests {
    @Test(arguments: [
        ("\"\\/", #""\"\\/""#), ("\n", #""\n""#), ("\r\t", #""\u000d\u0009""#),
        ("\u{1b}[31m", #""\u001b[31m""#), ("\u{7f}\u{9b}\u{9f}", #""\u007f\u009b\u009f""#),
        ("\u{a0}é😀", "\"\u{a0}é😀\""), ("", "\"\""),
    ])
    func `quotes and control characters are escaped`(text: String, spelling: String) {
        #expect(JSONValue.string(text).compact == spelling)
        #expect(JSONValue.object(JSONObject(name: text)).compact == "{\(spelling):null}")
    }

    @Test func `every character but NUL comes back`() throws {
        var scalars = String.UnicodeScalarView()
        for code in (1...0x2ff as ClosedRange<UInt32>) {
            Unicode.Scalar(code).map { scalars.append($0) }
        }
        let text = String(scalars)
        let written = JSONValue.string(text).compact
        #expect(!written.utf8.contains { $0 < 0x20 })
        let value = try JSONScanner.value(of: Array(written.utf8))
        guard case .string(let read) = value else {
            Issue.record("\(value)")
            return
        }
        #expect(Array(read.utf8) == Array(text.utf8))
    }

    private static let value = JSONValue.members([
        "a": .array([.integer(1), .number("2.50")]), "b": .members([:]), "c": .array([]),
        "d": .members(["e": .bool(true), "f": nil, "g": .null]),
    ])

    /// RFC 8785, sections 3.2.2.2 and 3.2.3.
    @Test func `the canonical spelling sorts members and escapes as little as can be`() throws {
        let text = #"""
            {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
             "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
             "\u00f6": "Latin Small Letter O With Diaeresis",
             "z": {"b": 2, "a": ["\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/\b\t\f\u007f\u2028"]}}
            """#
        let expected =
            #"{"\r":"Carriage Return","1":"One","z":{"a":["€$\u000f\nA'B\"\\\\\"/\b\t\f"#
            + "\u{7f}\u{2028}" + #""],"b":2},""# + "\u{80}"
            + #"":"Control","ö":"Latin Small Letter O With "#
            + #"Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","דּ":"Hebrew Letter Dalet With Dagesh"}"#
        #expect(try JSONScanner.value(of: Array(text.utf8)).canonical == expected)
    }

    @Test func `the compact spelling has no space`() {
        #expect(Self.value.compact == #"{"a":[1,2.50],"b":{},"c":[],"d":{"e":true,"g":null}}"#)
    }

    @Test func `the indented spelling has a member a line`() {
        #expect(
            Self.value.indented == """
                {
                  "a": [
                    1,
                    2.50
                  ],
                  "b": {},
                  "c": [],
                  "d": {
                    "e": true,
                    "g": null
                  }
                }
                """)
    }

    @Test func `what turns the reading direction is escaped`() {
        #expect(JSONValue.string("a\u{202e}b\u{2028}").compact == #""a\u202eb\u2028""#)
    }
}

extension JSONObject {
    fileprivate init(name: String) {
        self.init()
        self[name] = .null
    }
}
