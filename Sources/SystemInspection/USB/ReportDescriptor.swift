/// What a human interface device says of its reports (USB HID 1.11, section 6.2.2), as far as it
/// can be read.
struct ReportDescriptor {
    /// The usage page of the FIDO Alliance (CTAP 2.1, section 11.2.8.2).
    static let fido = 0xf1d0

    private(set) var usagePages: Set<Int> = []

    private static let usagePage: UInt8 = 0x04
    private static let long: UInt8 = 0xfe

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while let first = rest.popFirst() {
            guard first != Self.long else {
                // Its size, its tag, its data: nothing that is asked for here.
                guard let size = rest.first else { return }
                rest = rest.dropFirst(2 + Int(size))
                continue
            }
            let size = [0, 1, 2, 4][Int(first & 3)]
            let data = rest.prefix(size).reversed().reduce(0) { $0 << 8 | Int($1) }
            // The two lowest bits are the size, the others the kind of item.
            if first & ~3 == Self.usagePage, rest.count >= size { usagePages.insert(data) }
            rest = rest.dropFirst(size)
        }
    }
}
