/// A strict JSON reader (RFC 8259, and stricter): no duplicate members, no lone surrogates, no
/// NUL characters, no invalid UTF-8, nothing after the value, at most 32 levels.
package struct JSONScanner {
    private static let deepest = 32

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package static func value(of bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var scanner = JSONScanner(bytes)
        let value = try scanner.value(depth: 0)
        scanner.skipSpace()
        guard scanner.index == bytes.count else {
            throw .unexpectedByte(at: scanner.index)
        }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.deepest else { throw .tooDeep(at: index) }
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        index += 1
        var members: [JSONObject.Member] = []
        // Those inside are many and small.
        if depth == 0 { members.reserveCapacity(8) }
        var names = SeenNames()
        skipSpace()
        if try peek() == UInt8(ascii: "}") {
            index += 1
            return JSONObject()
        }
        while true {
            skipSpace()
            let name = try string()
            guard names.add(name, besides: members) else { throw .duplicateMember(name) }
            skipSpace()
            try take(UInt8(ascii: ":"))
            members.append(.init(name: name, value: try value(depth: depth + 1)))
            skipSpace()
            if try peek() == UInt8(ascii: "}") { break }
            try take(UInt8(ascii: ","))
        }
        index += 1
        return JSONObject(unique: members)
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        index += 1
        var values: [JSONValue] = []
        skipSpace()
        if try peek() == UInt8(ascii: "]") {
            index += 1
            return values
        }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            if try peek() == UInt8(ascii: "]") { break }
            try take(UInt8(ascii: ","))
        }
        index += 1
        return values
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError)
        -> JSONValue
    {
        for offset in 0..<word.utf8CodeUnitCount {
            try take(word.utf8Start[offset])
        }
        return value
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = index
        if try peek() == UInt8(ascii: "-") { index += 1 }
        let zero = try peek() == UInt8(ascii: "0")
        let digits = skipDigits()
        guard digits > 0, !zero || digits == 1 else { throw .invalidNumber(at: start) }
        var whole = true
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            whole = false
            index += 1
            guard skipDigits() > 0 else { throw .invalidNumber(at: start) }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            whole = false
            index += 1
            let sign = index < bytes.count ? bytes[index] : 0
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index += 1 }
            guard skipDigits() > 0 else { throw .invalidNumber(at: start) }
        }
        let literal = String(decoding: bytes[start..<index], as: UTF8.self)
        if whole, let integer = Int64(literal) { return .integer(integer) }
        return .number(literal)
    }

    private mutating func string() throws(JSONError) -> String {
        try take(UInt8(ascii: "\""))
        let start = index
        // Nearly all strings are as they stand, and of ASCII.
        let plain: String?
        (plain, index) = bytes.withUnsafeBufferPointer { bytes in
            var end = start
            var bits: UInt8 = 0
            while end < bytes.count {
                let byte = bytes[end]
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
                bits |= byte
                end += 1
            }
            let text = UnsafeBufferPointer(rebasing: bytes[start..<end])
            return (bits < 0x80 ? String(decoding: text, as: UTF8.self) : nil, end)
        }
        switch try peek() {
        case UInt8(ascii: "\""):
            guard let text = plain ?? String(validating: bytes[start..<index], as: UTF8.self) else {
                throw .invalidString(at: start)
            }
            index += 1
            return text
        case UInt8(ascii: "\\"): return try escapedString(from: start)
        default: throw .invalidString(at: index)
        }
    }

    private mutating func skipDigits() -> Int {
        let start = index
        while index < bytes.count, 0x30...0x39 ~= bytes[index] { index += 1 }
        return index - start
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0a, 0x0d: index += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard index < bytes.count else { throw .unexpectedEnd }
        return bytes[index]
    }

    private mutating func take(_ byte: UInt8) throws(JSONError) {
        guard try peek() == byte else { throw .unexpectedByte(at: index) }
        index += 1
    }
}

extension JSONScanner {
    /// The rest of a string that has escapes, from its first byte on.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw .invalidString(at: start)
                }
                index += 1
                return string
            }
            guard byte >= 0x20 else { throw .invalidString(at: index) }
            index += 1
            if byte == UInt8(ascii: "\\") {
                text += String(try escape()).utf8
            } else {
                text.append(byte)
            }
        }
        throw .unexpectedEnd
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let kind = try peek()
        index += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try escapedScalar()
        default: throw .invalidString(at: index - 1)
        }
    }

    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let start = index
        var code = try hexadecimal()
        if 0xd800..<0xdc00 ~= code {
            try take(UInt8(ascii: "\\"))
            try take(UInt8(ascii: "u"))
            let low = try hexadecimal()
            guard 0xdc00..<0xe000 ~= low else { throw .invalidString(at: start) }
            code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
        }
        guard code != 0, let scalar = Unicode.Scalar(code) else {
            throw .invalidString(at: start)
        }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try peek())).hexDigitValue else {
                throw .invalidString(at: index)
            }
            code = code << 4 | UInt32(digit)
            index += 1
        }
        return code
    }
}

/// The names of an object read so far; a set from the size on where comparing each pair gets slow.
private struct SeenNames {
    private var names: Set<String> = []

    /// Whether the name is new.
    mutating func add(_ name: String, besides members: [JSONObject.Member]) -> Bool {
        guard members.count >= 16 else { return !members.contains { $0.name == name } }
        if names.isEmpty { names = Set(members.map(\.name)) }
        return names.insert(name).inserted
    }
}
