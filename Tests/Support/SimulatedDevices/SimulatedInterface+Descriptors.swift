extension SimulatedInterface {
    var descriptor: [UInt8] {
        let head: [UInt8] = [
            9, 4, number, alternate, UInt8(endpoints.count), classCode, subclass, protocolCode, 0,
        ]
        let ends: [UInt8] = endpoints.flatMap { [7, 5, $0, transfer.rawValue, 64, 0, 10] }
        return head + (humanInterfaceDescriptor ?? []) + ends
    }

    /// The HID descriptor (HID 1.11, section 6.2.1).
    package var humanInterfaceDescriptor: [UInt8]? {
        reportDescriptor.map { [9, 0x21, 0x11, 0x01, 0, 1, 0x22, UInt8($0.count), 0] }
    }

    /// The report descriptor (HID 1.11, section 6.2.2): 64 bytes in, 64 bytes out.
    package var reportDescriptor: [UInt8]? {
        guard classCode == 3 else { return nil }
        let bytes: [UInt8] = [0x15, 0, 0x26, 0xFF, 0, 0x75, 8, 0x95, 64]
        return [0x06, UInt8(usagePage & 0xFF), UInt8(usagePage >> 8), 0x09, 0x01, 0xA1, 0x01]
            + [0x09, 0x20] + bytes + [0x81, 0x02] + [0x09, 0x21] + bytes + [0x91, 0x02, 0xC0]
    }
}
