import SeededRandomness
import Testing

@testable import HASP

/// Pages of run-times of several versions.
struct RuntimeAnswerTests {
    private static func keys(_ answer: RuntimeAnswer) -> String {
        answer.keys.map { "\($0.id.map(String.init) ?? "-") \($0.model ?? "")" }
            .joined(separator: "\n")
    }

    @Test(arguments: PageFixture.accepted)
    func `a page of a run-time tells the hardware keys of its computer`(
        page: PageFixture
    ) throws {
        let answer = try RuntimeAnswer(parsing: page.bytes)
        #expect(Self.keys(answer) == page.keys)
        #expect(answer.status ?? 0 == 0)
    }

    @Test(arguments: PageFixture.refused)
    func `a page that is none, or not whole, is refused`(page: PageFixture) throws {
        if page.name.hasPrefix("REFUSED") {
            #expect(try RuntimeAnswer(parsing: page.bytes).status == 15)
        } else {
            #expect(throws: RuntimeAnswer.Malformed.self) {
                try RuntimeAnswer(parsing: page.bytes)
            }
        }
    }

    @Test func `every beginning of a page is refused, or tells no key that the page has not`()
        throws
    {
        for page in PageFixture.accepted {
            let whole = Set(
                Self.keys(try RuntimeAnswer(parsing: page.bytes)).split(separator: "\n"))
            for count in 0..<page.bytes.count {
                // Nothing is lost: to be refused is the other right answer.
                guard let answer = try? RuntimeAnswer(parsing: Array(page.bytes.prefix(count)))
                else { continue }
                let keys = Self.keys(answer).split(separator: "\n")
                #expect(whole.isSuperset(of: keys), "\(page.name) \(count)")
            }
        }
    }

    @Test func `pages with random changes are read or refused, and nothing else`() {
        var random = SeededGenerator(seed: 5)
        let pages = (PageFixture.accepted + PageFixture.refused).filter { !$0.bytes.isEmpty }
        var accepted = 0
        for _ in 0..<20_000 {
            guard let page = pages.randomElement(using: &random) else { return }
            var bytes = page.bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0 ... .max, using: &random)
                case 1: bytes.insert(Array("\"{}[],:/*\\".utf8).randomElement() ?? 0, at: place)
                default: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            if let answer = try? RuntimeAnswer(parsing: bytes) {
                accepted += 1
                _ = answer.records.map(\.row)
            }
        }
        #expect(accepted > 1000)
    }

    @Test func `a page with too many records or members is refused`() {
        let record = #"{"haspid":"1"},"#
        #expect(throws: RuntimeAnswer.Malformed.self) {
            try RuntimeAnswer(
                parsing: Array((String(repeating: record, count: 10_001) + "{}").utf8))
        }
        let members = (0...256).map { "m\($0):1" }.joined(separator: ",")
        #expect(throws: RuntimeAnswer.Malformed.self) {
            try RuntimeAnswer(parsing: Array("{\(members)}".utf8))
        }
    }

    @Test func `a member of any length and any letters costs no more than its first part`() throws {
        // Each pair of these is one letter, which makes comparing and replacing slow.
        let flags = String(repeating: "\u{1F1E6}", count: 120_000)
        let began = ContinuousClock.now
        for page in [
            #"{"haspid":"7","typ":"HASP HL \#(flags)","isloc":"1"}"#, #"{"haspid":"\#(flags)"}"#,
            "/*\(flags)<code>0</code>*/",
        ] {
            _ = try RuntimeAnswer(parsing: Array(page.utf8)).keys
        }
        // It was minutes.
        #expect(.now - began < .seconds(10))
    }

    @Test func `of two members of one name the first counts`() throws {
        let answer = try RuntimeAnswer(parsing: Array(#"{"haspid":"1","haspid":"2"}"#.utf8))
        #expect(answer.records.first?.number("haspid") == 1)
    }

    @Test func `a key that does not say where it is may be anywhere`() throws {
        let answer = try RuntimeAnswer(parsing: Array(#"{"haspid":"1","typ":"HASP HL Pro"}"#.utf8))
        #expect(
            answer.records.map(\.row) == [.keySomewhere(RuntimeKey(id: 1, model: "HASP HL Pro"))])
    }
}
