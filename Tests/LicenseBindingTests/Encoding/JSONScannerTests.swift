import LicenseBinding
import Testing

struct JSONScannerTests {
    @Test(arguments: JSONCases.accepted)
    func `JSON is read`(text: String, value: JSONValue) throws {
        #expect(try JSONScanner.value(of: Array(text.utf8)) == value)
    }

    @Test(
        arguments: JSONCases.structures + JSONCases.words + JSONCases.numbers + JSONCases.strings)
    func `what is not JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONScanner.value(of: Array(text.utf8)) }
        let member = "{\"a\":" + text + "}"
        guard !text.allSatisfy(\.isWhitespace) else { return }
        #expect(throws: JSONError.self) { try JSONScanner.value(of: Array(member.utf8)) }
    }

    @Test(arguments: JSONCases.invalidUTF8)
    func `text that is no UTF-8 is refused`(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        for text in [[quote] + bytes + [quote], [quote, 0x5c, 0x6e] + bytes + [quote], bytes] {
            #expect(throws: JSONError.self) { try JSONScanner.value(of: text) }
        }
    }

    @Test func `the depth is bounded for arrays and objects`() throws {
        func arrays(_ count: Int) -> [UInt8] {
            Array(
                (String(repeating: "[", count: count) + String(repeating: "]", count: count)).utf8)
        }
        func objects(_ count: Int) -> [UInt8] {
            let open = String(repeating: "{\"a\":", count: count - 1)
            return Array((open + "{}" + String(repeating: "}", count: count - 1)).utf8)
        }
        #expect(throws: Never.self) { try JSONScanner.value(of: arrays(32)) }
        #expect(throws: Never.self) { try JSONScanner.value(of: objects(32)) }
        #expect(throws: JSONError.tooDeep(at: 32)) { try JSONScanner.value(of: arrays(33)) }
        #expect(throws: JSONError.self) { try JSONScanner.value(of: objects(33)) }
        #expect(throws: JSONError.tooDeep(at: 32)) {
            try JSONScanner.value(of: [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000))
        }
    }

    @Test(arguments: [
        #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"\u0061":2}"#, #"{"":1,"":2}"#,
        #"[{"x":{"a":1,"a":2}}]"#, #"{"😀":1,"\ud83d\ude00":2}"#,
    ])
    func `a member that stands twice is refused`(text: String) {
        let error = #expect(throws: JSONError.self) {
            try JSONScanner.value(of: Array(text.utf8))
        }
        guard case .duplicateMember? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [2, 15, 16, 17, 18, 40])
    func `in objects of any size each member is looked for`(count: Int) throws {
        let members = (0..<count).map { "\"n\($0)\":\($0)" }
        func text(_ members: [String]) -> [UInt8] {
            Array(("{" + members.joined(separator: ",") + "}").utf8)
        }
        #expect(throws: Never.self) { try JSONScanner.value(of: text(members)) }
        for twice in members {
            #expect(throws: JSONError.self) { try JSONScanner.value(of: text(members + [twice])) }
        }
    }

    @Test func `errors say where`() {
        let cases: [(String, JSONError)] = [
            ("[1,", .unexpectedEnd), ("[1}", .unexpectedByte(at: 2)),
            ("[] x", .unexpectedByte(at: 3)),
            (#"{"a":1,"a":2}"#, .duplicateMember("a")), ("[01]", .invalidNumber(at: 1)),
            (#"["\q"]"#, .invalidString(at: 3)),
        ]
        for (text, expected) in cases {
            #expect(throws: expected) { try JSONScanner.value(of: Array(text.utf8)) }
        }
    }

    @Test func `members keep their order`() throws {
        let text = #"{"z":1,"a":2,"m":3}"#
        let value = try JSONScanner.value(of: Array(text.utf8))
        #expect(value.compact == text)
    }
}
