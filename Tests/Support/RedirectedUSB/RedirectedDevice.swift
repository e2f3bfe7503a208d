import CUSBRedir
import SimulatedDevices

/// The device end of one usbredir connection: what is plugged in, and what it owes the machine.
/// One thread at a time.
final class RedirectedDevice {
    /// A transfer that got no answer yet.
    enum Pending {
        case control(usb_redir_control_packet_header)
        case bulk(usb_redir_bulk_packet_header)
        case configuration
        case alternate(interface: UInt8)
    }

    let parser: UnsafeMutablePointer<usbredirparser>
    private let socket: UnixSocket
    private var unread: ArraySlice<UInt8> = []

    /// What is plugged in.
    var device: SimulatedDevice?
    /// How many unplugs the machine has not seen yet; until then its packets are for former ones.
    var unseenUnplugs = 0
    var silence = SimulatedSilence.never
    var activity = USBActivity()
    var pending: [UInt64: Pending] = [:]
    /// What the device has to say, by endpoint.
    var outgoing: [UInt8: [[UInt8]]] = [:]
    /// The interrupt endpoints that the machine listens to.
    var listened: Set<UInt8> = []
    /// What endpoints got, since somebody last took it.
    var received: [(endpoint: UInt8, packet: [UInt8])] = []
    var isGreeted = false

    init(_ socket: UnixSocket) {
        guard let parser = usbredirparser_create() else { preconditionFailure("no memory") }
        self.parser = parser
        self.socket = socket
        parser.pointee.priv = Unmanaged.passUnretained(self).toOpaque()
        setTransport()
        setPackets()
        var capabilities: UInt32 = 0
        for capability in [
            usb_redir_cap_connect_device_version, usb_redir_cap_filter,
            usb_redir_cap_device_disconnect_ack, usb_redir_cap_ep_info_max_packet_size,
            usb_redir_cap_64bits_ids, usb_redir_cap_32bits_bulk_length,
        ] { usbredirparser_caps_set_cap(&capabilities, Int32(capability)) }
        usbredirparser_init(
            parser, "keybound", &capabilities, 1, Int32(usbredirparser_fl_usb_host))
    }

    deinit { usbredirparser_destroy(parser) }

    /// Takes bytes from the machine, and sends what follows from them.
    func take(_ bytes: [UInt8]) {
        unread += bytes
        _ = usbredirparser_do_read(parser)
        flush()
    }

    func flush() {
        while usbredirparser_has_data_to_write(parser) > 0 {
            guard usbredirparser_do_write(parser) == 0 else { return }
        }
    }

    static func from(_ context: UnsafeMutableRawPointer?) -> RedirectedDevice {
        guard let context else { preconditionFailure("the parser knows its device") }
        return Unmanaged.fromOpaque(context).takeUnretainedValue()
    }

    private func setTransport() {
        parser.pointee.log_func = { _, level, message in
            guard level <= usbredirparser_error, let message else { return }
            print("usbredir: \(String(cString: message))")
        }
        parser.pointee.read_func = { context, data, count in
            let device = RedirectedDevice.from(context)
            let bytes = device.unread.prefix(Int(count))
            UnsafeMutableRawBufferPointer(start: data, count: Int(count)).copyBytes(from: bytes)
            device.unread = device.unread.dropFirst(bytes.count)
            return Int32(bytes.count)
        }
        parser.pointee.write_func = { context, data, count in
            let bytes = UnsafeRawBufferPointer(start: data, count: Int(count))
            // A machine that is gone is as good as one that took all.
            RedirectedDevice.from(context).socket.write(bytes)
            return count
        }
    }
}
