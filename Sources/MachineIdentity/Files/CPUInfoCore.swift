/// What tells one processor from another in the paragraph of a core in `/proc/cpuinfo`.
struct CPUInfoCore {
    /// The number of the package that the core is in.
    private(set) var package: String?
    private var model: String?
    private var implementer: String?
    private var part: String?

    /// The model; on ARM the two numbers that stand for it.
    var name: String? {
        guard let implementer, let part else { return model }
        return "ARM \(implementer) \(part)"
    }

    mutating func read(_ line: ArraySlice<UInt8>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        let key = line[..<colon].prefix { $0 != UInt8(ascii: "\t") }
        let value = line[(colon + 1)...]
        switch String(decoding: key, as: UTF8.self) {
        case "physical id": package = Self.text(value)
        case "model name", "Model Name": model = Self.text(value)
        case "CPU implementer": implementer = Self.text(value)
        case "CPU part": part = Self.text(value)
        default: break
        }
    }

    private static func text(_ value: ArraySlice<UInt8>) -> String? {
        PartText.clean(String(decoding: value.prefix(1024), as: UTF8.self), atMost: 120)
    }
}
