import CUSBRedir
import Glibc

extension RedirectedDevice {
    /// Says what is done on each packet of the machine.
    func setPackets() {
        parser.pointee.hello_func = { context, _ in
            RedirectedDevice.from(context).isGreeted = true
        }
        parser.pointee.filter_reject_func = { context in
            RedirectedDevice.from(context).activity.isRefused = true
        }
        parser.pointee.filter_filter_func = { _, rules, _ in free(UnsafeMutableRawPointer(rules)) }
        parser.pointee.device_disconnect_ack_func = { context in
            RedirectedDevice.from(context).unseenUnplugs -= 1
        }
        parser.pointee.reset_func = { RedirectedDevice.from($0).reset() }
        parser.pointee.cancel_data_packet_func = { RedirectedDevice.from($0).cancel($1) }
        setConfigurationPackets()
        setDataPackets()
        setInterruptPackets()
    }

    private func setConfigurationPackets() {
        parser.pointee.set_configuration_func = { context, id, header in
            guard let header = header?.pointee else { return }
            RedirectedDevice.from(context).configure(id, header.configuration)
        }
        parser.pointee.get_configuration_func = { context, id in
            RedirectedDevice.from(context).configure(id, nil)
        }
        parser.pointee.set_alt_setting_func = { context, id, header in
            guard let header = header?.pointee else { return }
            RedirectedDevice.from(context).select(id, header.interface, header.alt)
        }
        parser.pointee.get_alt_setting_func = { context, id, header in
            guard let header = header?.pointee else { return }
            RedirectedDevice.from(context).select(id, header.interface, nil)
        }
    }

    private func setDataPackets() {
        parser.pointee.control_packet_func = { context, id, header, data, count in
            let device = RedirectedDevice.from(context)
            let bytes = device.own(data, count)
            guard let header = header?.pointee else { return }
            device.control(id, header, bytes)
        }
        parser.pointee.bulk_packet_func = { context, id, header, data, count in
            let device = RedirectedDevice.from(context)
            let bytes = device.own(data, count)
            guard let header = header?.pointee else { return }
            device.bulk(id, header, bytes)
        }
        parser.pointee.interrupt_packet_func = { context, id, header, data, count in
            let device = RedirectedDevice.from(context)
            let bytes = device.own(data, count)
            guard let header = header?.pointee else { return }
            device.interrupt(id, header, bytes)
        }
    }

    private func setInterruptPackets() {
        parser.pointee.start_interrupt_receiving_func = { context, id, header in
            guard let header = header?.pointee else { return }
            RedirectedDevice.from(context).listen(id, header.endpoint, true)
        }
        parser.pointee.stop_interrupt_receiving_func = { context, id, header in
            guard let header = header?.pointee else { return }
            RedirectedDevice.from(context).listen(id, header.endpoint, false)
        }
    }

    /// The data of a packet, which the parser wants back.
    private func own(_ data: UnsafeMutablePointer<UInt8>?, _ count: Int32) -> [UInt8] {
        defer { usbredirparser_free_packet_data(parser, data) }
        return Array(UnsafeBufferPointer(start: data, count: Int(count)))
    }
}
