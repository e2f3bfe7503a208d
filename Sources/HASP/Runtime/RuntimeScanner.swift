import PlainHTTP

/// Reads a page of the run-time, byte by byte and without recursion.
struct RuntimeScanner {
    private typealias Malformed = RuntimeAnswer.Malformed

    /// More than any real page has, and little enough for a hostile one.
    private static let (mostRecords, mostMembers, longestComment) = (10_000, 256, 1024)

    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { place = 3 }
    }

    mutating func answer() throws(RuntimeAnswer.Malformed) -> RuntimeAnswer {
        var answer = RuntimeAnswer()
        var isAfterComma = false
        while true {
            skipSpace()
            switch next {
            case nil:
                // A page that ends after a comma is not whole, and one without anything is none.
                guard !isAfterComma, place > 0 else { throw Malformed() }
                return answer
            case UInt8(ascii: "/"):
                answer.status = Self.status(in: try comment()) ?? answer.status
            case UInt8(ascii: "{"):
                answer.records.append(try record())
                isAfterComma = false
                guard answer.records.count <= Self.mostRecords else { throw Malformed() }
            case UInt8(ascii: ","):
                place += 1
                isAfterComma = true
            case UInt8(ascii: "["), UInt8(ascii: "]"): place += 1
            default: throw Malformed()
            }
        }
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte.isSpace { place += 1 }
    }

    private mutating func take(_ byte: Character) -> Bool {
        guard let value = byte.asciiValue, next == value else { return false }
        place += 1
        return true
    }

    private mutating func comment() throws(RuntimeAnswer.Malformed) -> String {
        guard take("/"), take("*") else { throw Malformed() }
        let start = place
        while place + 1 < bytes.count {
            if bytes[place] == UInt8(ascii: "*"), bytes[place + 1] == UInt8(ascii: "/") {
                defer { place += 2 }
                return String(
                    decoding: bytes[start..<place].prefix(Self.longestComment), as: UTF8.self)
            }
            place += 1
        }
        throw Malformed()
    }

    /// The number in `<admin_status><code>0</code></admin_status>`.
    private static func status(in comment: String) -> Int? {
        guard let start = comment.firstRange(of: "<code>")?.upperBound,
            let end = comment[start...].firstRange(of: "</code>")?.lowerBound
        else { return nil }
        return Int(comment[start..<end].filter { !$0.isWhitespace })
    }
}

extension RuntimeScanner {
    private mutating func record() throws(RuntimeAnswer.Malformed) -> RuntimeRecord {
        var record = RuntimeRecord()
        var members = 0
        guard take("{") else { throw Malformed() }
        while true {
            skipSpace()
            if take("}") { return record }
            if take(",") { continue }
            let name = try name()
            skipSpace()
            guard take(":") else { throw Malformed() }
            skipSpace()
            record.add(name, try value())
            members += 1
            guard members <= Self.mostMembers else { throw Malformed() }
        }
    }

    private mutating func name() throws(RuntimeAnswer.Malformed) -> String {
        if next == UInt8(ascii: "\"") { return String(decoding: try quoted(), as: UTF8.self) }
        let start = place
        while let byte = next, byte.isNamePart { place += 1 }
        guard place > start else { throw Malformed() }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func value() throws(RuntimeAnswer.Malformed) -> ArraySlice<UInt8> {
        if next == UInt8(ascii: "\"") { return try quoted() }
        let start = place
        while let byte = next, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") {
            // A record in a record is of no version that is known.
            guard byte != UInt8(ascii: "{"), byte != UInt8(ascii: "[") else { throw Malformed() }
            place += 1
        }
        guard next != nil else { throw Malformed() }
        let end = bytes[start..<place].lastIndex { !$0.isSpace }.map { $0 + 1 } ?? start
        return bytes[start..<end]
    }

    /// A text in quotes. HTML in it may have quotes of its own, so only a quote before what can follow a
    /// text ends it.
    private mutating func quoted() throws(RuntimeAnswer.Malformed) -> ArraySlice<UInt8> {
        place += 1
        var text: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                if isAtEndOfText { return text[...] }
                text.append(byte)
            case UInt8(ascii: "\\"): text += escaped()
            default: text.append(byte)
            }
        }
        throw Malformed()
    }

    private var isAtEndOfText: Bool {
        let follower = bytes[place...].first { !$0.isSpace }
        return follower.map { ":,}]".utf8.contains($0) } ?? true
    }

    /// What follows a backslash; one that escapes nothing stands for itself (Windows paths).
    private mutating func escaped() -> [UInt8] {
        guard let byte = next else { return [UInt8(ascii: "\\")] }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return [UInt8(ascii: " ")]
        case UInt8(ascii: "u"):
            let digits = bytes[place...].prefix(4).prefix(while: \.isHexadecimalDigit)
            guard digits.count == 4,
                let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(number)
            else { return [UInt8(ascii: "\\"), byte] }
            place += 4
            return Array(String(Character(scalar)).utf8)
        default: return [UInt8(ascii: "\\"), byte]
        }
    }
}

extension UInt8 {
    fileprivate var isNamePart: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
