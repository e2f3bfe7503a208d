import SeededRandomness
import Testing

@testable import PlainHTTP

struct HTTPAnswerTests {
    private func parse(_ text: String, isWhole: Bool = false) throws -> HTTPAnswer? {
        try HTTPAnswer(parsing: Array(text.utf8), isWhole: isWhole)
    }

    private static let examples = [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.0 200 OK\nServer: x\n\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
        "HTTP/1.1 200\r\ncontent-length:5 \t\r\n\r\nhello and more",
    ]

    @Test(arguments: examples)
    func `an answer's content has its length, its chunks or the rest`(text: String) throws {
        let answer = try #require(try parse(text, isWhole: true))
        #expect(answer.status == 200)
        #expect(String(decoding: answer.body, as: UTF8.self) == "hello")
    }

    @Test func `the status is told whatever it is`() throws {
        #expect(try parse("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")?.status == 401)
    }

    @Test(arguments: examples)
    func `half an answer is waited for, and is none when nothing more comes`(text: String) throws {
        let hasLength = text != Self.examples[1]
        for count in 0..<text.utf8.count - 14 {
            let half = String(decoding: Array(text.utf8.prefix(count)), as: UTF8.self)
            #expect(try parse(half) == nil, "\(half)")
            if hasLength || !half.contains("\n\n") {
                #expect(throws: HTTPAnswer.Malformed.self, "\(half)") {
                    try parse(half, isWhole: true)
                }
            }
        }
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2p1\r\n", "<html>", "HTTP/1.1 abc OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 999 No\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nhe\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
    ])
    func `what is no answer is refused at once`(text: String) {
        #expect(throws: HTTPAnswer.Malformed.self) { try parse(text) }
    }

    @Test func `a head without an end is refused`() {
        let line = "X-Long: \(String(repeating: "x", count: 1000))\r\n"
        let head = "HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 100)
        #expect(throws: HTTPAnswer.Malformed.self) { try parse(head) }
    }

    @Test func `answers with random changes are read or refused, and nothing else`() {
        var random = SeededGenerator(seed: 6)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = Array((Self.examples.randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0 ... .max, using: &random)
            }
            if (try? HTTPAnswer(parsing: bytes, isWhole: Bool.random(using: &random))) != nil {
                accepted += 1
            }
        }
        #expect(accepted > 1000)
    }
}
