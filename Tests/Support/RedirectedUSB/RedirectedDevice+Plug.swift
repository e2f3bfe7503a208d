import CUSBRedir
import SimulatedDevices

extension RedirectedDevice {
    func plug(_ device: SimulatedDevice, silence: SimulatedSilence) {
        precondition(self.device == nil, "a device is plugged in here")
        self.device = device
        self.silence = silence
        activity = USBActivity()
        pending = [:]
        outgoing = [:]
        listened = []
        received = []
        sendInterfaces(of: device)
        sendEndpoints(of: device)
        var header = usb_redir_device_connect_header(
            speed: UInt8(device.redirectedSpeed), device_class: device.deviceClass,
            device_subclass: 0, device_protocol: 0, vendor_id: device.vendorID,
            product_id: device.productID, device_version_bcd: device.release)
        usbredirparser_send_device_connect(parser, &header)
        flush()
    }

    /// The device that the machine's packets are for.
    var addressed: SimulatedDevice? { unseenUnplugs == 0 ? device : nil }

    func unplug() {
        precondition(device != nil, "no device is plugged in here")
        device = nil
        unseenUnplugs += 1
        usbredirparser_send_device_disconnect(parser)
        flush()
    }

    private func sendInterfaces(of device: SimulatedDevice) {
        var header = usb_redir_interface_info_header()
        let first = device.interfaces.filter { $0.alternate == 0 }.prefix(32)
        header.interface_count = UInt32(first.count)
        for (index, interface) in first.enumerated() {
            Self.set(interface.number, in: &header.interface, at: index)
            Self.set(interface.classCode, in: &header.interface_class, at: index)
            Self.set(interface.subclass, in: &header.interface_subclass, at: index)
            Self.set(interface.protocolCode, in: &header.interface_protocol, at: index)
        }
        usbredirparser_send_interface_info(parser, &header)
    }

    private func sendEndpoints(of device: SimulatedDevice) {
        var header = usb_redir_ep_info_header()
        withUnsafeMutableBytes(of: &header.type) { types in
            for index in types.indices {
                let isControl = index == 0 || index == 16
                types[index] = UInt8(isControl ? usb_redir_type_control : usb_redir_type_invalid)
            }
        }
        for control in [0, 16] {
            Self.set(UInt16(device.packetSize), in: &header.max_packet_size, at: control)
        }
        for interface in device.interfaces {
            for endpoint in interface.endpoints {
                let index = Int(endpoint & 0x80) >> 3 | Int(endpoint & 0x0F)
                Self.set(interface.transfer.rawValue, in: &header.type, at: index)
                Self.set(UInt8(10), in: &header.interval, at: index)
                Self.set(interface.number, in: &header.interface, at: index)
                Self.set(UInt16(64), in: &header.max_packet_size, at: index)
            }
        }
        usbredirparser_send_ep_info(parser, &header)
    }

    /// Sets an element of an array of C, which Swift sees as a tuple.
    private static func set<Element: BitwiseCopyable, Elements>(
        _ element: Element, in elements: inout Elements, at index: Int
    ) {
        withUnsafeMutableBytes(of: &elements) { bytes in
            bytes.storeBytes(
                of: element, toByteOffset: index * MemoryLayout<Element>.size, as: Element.self)
        }
    }
}

extension SimulatedDevice {
    fileprivate var redirectedSpeed: Int {
        switch speed {
        case "1.5": usb_redir_speed_low
        case "12": usb_redir_speed_full
        default: usb_redir_speed_high
        }
    }
}
