import LicenseBinding

/// Texts in the spirit of the public JSON parsing test suites.
enum JSONCases {
    static let accepted: [(String, JSONValue)] = [
        ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("0", .integer(0)),
        (" \t\r\n[ \t\r\n] \t\r\n", .array([])), ("{ }", .object(JSONObject())),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .number("9223372036854775808")), ("-0", .integer(0)),
        ("1.0", .number("1.0")), ("1E400", .number("1E400")), ("-0.5e-10", .number("-0.5e-10")),
        ("0e+1", .number("0e+1")), ("[1,2]", .array([.integer(1), .integer(2)])),
        (#""""#, ""), (#""é😀""#, "é😀"), (#""\u00e9\uD83D\uDE00""#, "é😀"),
        (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")), ("\"\u{7f}\"", "\u{7f}"),
        ("\"\u{2028}\u{2029}\"", "\u{2028}\u{2029}"), (#""\uFFFD""#, "\u{fffd}"),
        (#"{"":1}"#, .members(["": .integer(1)])),
        (#"{"a":{"a":{"a":[]}}}"#, nested("a", nested("a", nested("a", .array([]))))),
        (#"{"a":1,"A":2}"#, .members(["a": .integer(1), "A": .integer(2)])),
        (#"{"b":null,"a":[]}"#, .members(["b": .null, "a": .array([])])),
        (#"{"\u0061":1}"#, .members(["a": .integer(1)])),
    ]

    private static func nested(_ name: String, _ value: JSONValue) -> JSONValue {
        var object = JSONObject()
        object[name] = value
        return .object(object)
    }

    static let structures = [
        "", " ", "[", "]", "{", "}", "[]]", "{}}", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1,,2]",
        "[1 2]", "[1:2]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}",
        "{\"a\" 1}", "{\"a\",1}", "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{\"a\":1 \"b\":2}",
        "{\"a\"::1}", "{[]:1}", "[}", "{]", "1 2", "true false", "null,", "{} x", "[]/**/",
        "[1] // one", "#1", "\u{feff}[]", "[\u{c}]", "[\u{b}]", "[\u{a0}]", "\u{2060}[]", "[]\0",
        "<null>", "*", "\\", "[\\u0031]",
    ]

    static let words = [
        "nul", "nulll", "NULL", "Null", "tru", "trueish", "TRUE", "fals", "False", "undefined",
        "yes",
    ]

    static let numbers = [
        "-", "+1", "01", "-01", "00", "1.", ".5", "-.5", "1.e1", "1e", "1e+", "1E-", "1e1.5",
        "1ee2",
        "0x10", "1_000", "1,5", "--1", "-+1", "1-", "NaN", "nan", "-NaN", "Infinity", "-Infinity",
        "∞", "１", "1\u{661}", "- 1", "1 e5", "0b1", "0o7", "1f", "$1",
    ]

    static let strings = [
        "\"", "\"a", "\"\\\"", "\"\\", "'a'", "a", "\"\\a\"", "\"\\x41\"", "\"\\'\"", "\"\\0\"",
        "\"\\U0041\"", "\"\\u\"", "\"\\u00\"", "\"\\u004\"", "\"\\u00G0\"", "\"\\u 041\"",
        "\"\\u+041\"", "\"\\uD800\"", "\"\\uD800x\"", "\"\\uD800\\n\"", "\"\\uD800\\u0041\"",
        "\"\\uD800\\uD800\"", "\"\\uDC00\"", "\"\\uDE00\\uD83D\"", "\"\\uDFFF\"", "\"\\u0000\"",
        "\"\\uD83D\\\"", "\"\\uD83D\\u\"", "\"\u{0}\"", "\"\n\"", "\"\r\"", "\"\t\"", "\"\u{1f}\"",
        "\"a\\n\u{1}\"", "\"\\\n\"", "\"a\"b", "\"a\"\"b\"", "\u{201c}a\u{201d}", "\"\\\u{e9}\"",
        "\"\\uFF１1\"",
    ]

    /// Byte strings that are no UTF-8: overlong, cut, surrogates, beyond U+10FFFF, Latin-1.
    static let invalidUTF8: [[UInt8]] = [
        [0x80], [0xff], [0xfe], [0xc0, 0x80], [0xc0, 0xaf], [0xc1, 0xbf], [0xe0, 0x80, 0xaf],
        [0xf0, 0x80, 0x80, 0xaf], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80],
        [0xed, 0xbf, 0xbf], [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], [0xf4, 0x90, 0x80, 0x80],
        [0xf8, 0x88, 0x80, 0x80, 0x80], [0xe9], [0xc3, 0x28],
    ]
}
