import SimulatedDevices

extension SimulatedDevice {
    /// What it does on a control transfer.
    /// - Parameter index: `wIndex`, the number of the interface where the request is to one.
    func answer(to request: SimulatedRequest, index: UInt16) -> SimulatedAnswer {
        if let answer = allAnswers[request] { return answer }
        switch (request.type, request.request) {
        case (0x80, 6): return .bytesOrStall(descriptor(request.value))
        case (0x81, 6): return .bytesOrStall(interfaceDescriptor(request.value, index))
        // GET_STATUS, CLEAR_FEATURE, SET_FEATURE (USB 2.0, section 9.4)
        case (0x80...0x82, 0): return .bytes([0, 0])
        case (0x00...0x02, 1), (0x00...0x02, 3): return .bytes([])
        // GET_IDLE, GET_PROTOCOL, SET_REPORT, SET_IDLE, SET_PROTOCOL (HID 1.11, section 7.2)
        case (0xA1, 2), (0xA1, 3): return .bytes([0])
        case (0x21, 9...11): return .bytes([])
        default: return .stall
        }
    }

    private func descriptor(_ value: UInt16) -> [UInt8]? {
        switch value {
        case 0x0100: Array(descriptors.prefix(18))
        case 0x0200: Array(descriptors.dropFirst(18))
        default: nil
        }
    }

    private func interfaceDescriptor(_ value: UInt16, _ index: UInt16) -> [UInt8]? {
        let interface = interfaces.first { $0.number == index & 0xFF }
        switch value {
        case 0x2100: return interface?.humanInterfaceDescriptor
        case 0x2200: return interface?.reportDescriptor
        default: return nil
        }
    }
}

extension SimulatedAnswer {
    fileprivate static func bytesOrStall(_ bytes: [UInt8]?) -> SimulatedAnswer {
        bytes.map { .bytes($0) } ?? .stall
    }
}
