extension JSONValue {
    /// The shortest spelling: no space, members in their order.
    package var compact: String {
        JSONWriter.text(of: self, .compact)
    }

    /// A spelling for people: a member a line, two spaces a level.
    package var indented: String {
        JSONWriter.text(of: self, .indented)
    }

    /// The one spelling that every implementation finds (RFC 8785): members sorted by name, no space.
    package var canonical: String {
        JSONWriter.text(of: self, .canonical)
    }
}

extension JSONObject {
    /// The shortest spelling, in UTF-8.
    package var compactBytes: [UInt8] { JSONWriter.bytes(of: .object(self), .compact) }

    /// The object as a file that people may read: indented, with a final line feed.
    package var file: [UInt8] {
        JSONWriter.bytes(of: .object(self), .indented) + [UInt8(ascii: "\n")]
    }
}

/// Spells JSON values (RFC 8259). Control characters, those that turn the reading direction and
/// those that break lines are escaped, so that the text of a device or a file steers no terminal.
private struct JSONWriter {
    enum Style {
        case compact, indented, canonical
    }

    private var bytes: [UInt8] = []
    private let style: Style
    private var level = 0

    private init(_ style: Style) {
        self.style = style
    }

    static func bytes(of value: JSONValue, _ style: Style) -> [UInt8] {
        var writer = JSONWriter(style)
        // Enough for most, and little enough for what the allocator keeps at hand.
        writer.bytes.reserveCapacity(960)
        writer.write(value)
        return writer.bytes
    }

    static func text(of value: JSONValue, _ style: Style) -> String {
        String(decoding: bytes(of: value, style), as: UTF8.self)
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: put("null")
        case .bool(let bool): put(bool ? "true" : "false")
        case .integer(let integer): put(String(integer))
        case .number(let literal): put(literal)
        case .string(let text): write(text)
        case .array(let values):
            write(values, open: "[", close: "]") { writer, value in writer.write(value) }
        case .object(let object):
            write(members(of: object), open: "{", close: "}") { writer, member in
                writer.write(member.name)
                writer.mark(":")
                if writer.style == .indented { writer.mark(" ") }
                writer.write(member.value)
            }
        }
    }

    /// RFC 8785, section 3.2.3: by the UTF-16 code units of their names.
    private func members(of object: JSONObject) -> [JSONObject.Member] {
        guard style == .canonical else { return object.members }
        return object.members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
    }

    private mutating func write<Element>(
        _ elements: [Element], open: Unicode.Scalar, close: Unicode.Scalar,
        each: (inout JSONWriter, Element) -> Void
    ) {
        mark(open)
        level += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { mark(",") }
            breakLine()
            each(&self, element)
        }
        level -= 1
        if !elements.isEmpty { breakLine() }
        mark(close)
    }

    private mutating func breakLine() {
        guard style == .indented else { return }
        mark("\n")
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
    }

    /// - Parameter scalar: of ASCII.
    private mutating func mark(_ scalar: Unicode.Scalar) {
        bytes.append(UInt8(ascii: scalar))
    }

    private mutating func put(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Nearly all texts stand as they are.
    private mutating func writePlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            // Without a branch, so that many bytes are looked at in one step.
            var odd: UInt8 = 0
            for byte in utf8 {
                odd |= byte &- 0x20 > 0x5e ? 1 : 0
                odd |= byte == 0x22 ? 1 : 0
                odd |= byte == 0x5c ? 1 : 0
            }
            let isPlain = odd == 0
            if isPlain { bytes.append(contentsOf: utf8) }
            return isPlain
        }
    }

    private mutating func write(_ text: String) {
        mark("\"")
        defer { mark("\"") }
        guard !writePlain(text) else { return }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: put("\\\"")
            case 0x5c: put("\\\\")
            case 0x0a: put("\\n")
            case 0x08 where style == .canonical: put("\\b")
            case 0x09 where style == .canonical: put("\\t")
            case 0x0c where style == .canonical: put("\\f")
            case 0x0d where style == .canonical: put("\\r")
            case 0x7f... where style == .canonical: put(String(scalar))
            case 0..<0x20, 0x7f..<0xa0, 0x61c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                put("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
            default: put(String(scalar))
            }
        }
    }
}
