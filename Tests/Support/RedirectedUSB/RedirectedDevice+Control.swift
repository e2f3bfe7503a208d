import CUSBRedir
import SimulatedDevices

extension RedirectedDevice {
    private var isSilent: Bool {
        if case .never = silence { false } else { true }
    }

    func reset() {
        guard addressed != nil else { return }
        activity.resets += 1
        activity.configuration = 0
        if case .untilReset = silence { silence = .never }
    }

    func control(_ id: UInt64, _ header: usb_redir_control_packet_header, _ bytes: [UInt8]) {
        guard let device = addressed else { return }
        activity.controlTransfers += 1
        let request = SimulatedRequest(
            type: header.requesttype, request: header.request, value: header.value)
        let answer = isSilent ? .silence : device.answer(to: request, index: header.index)
        switch answer {
        case .bytes(let content) where header.requesttype & 0x80 != 0:
            reply(id, header, usb_redir_success, Array(content.prefix(Int(header.length))))
        case .bytes:
            if !bytes.isEmpty { received.append((0, bytes)) }
            reply(id, header, usb_redir_success, length: header.length)
        case .stall: reply(id, header, usb_redir_stall)
        case .silence: pending[id] = .control(header)
        }
    }

    /// Sets the configuration, or tells it.
    func configure(_ id: UInt64, _ configuration: UInt8?) {
        guard addressed != nil else { return }
        guard !isSilent else { return pending[id] = .configuration }
        if let configuration { activity.configuration = configuration }
        replyConfiguration(id, usb_redir_success)
    }

    /// Sets the alternate setting of an interface, or tells it: the first one.
    func select(_ id: UInt64, _ interface: UInt8, _ alternate: UInt8?) {
        guard addressed != nil else { return }
        guard !isSilent else { return pending[id] = .alternate(interface: interface) }
        replyAlternate(id, usb_redir_success, interface, alternate ?? 0)
    }

    /// Answers a transfer that the machine gave up.
    func cancel(_ id: UInt64) {
        switch pending.removeValue(forKey: id) {
        case .control(let header): reply(id, header, usb_redir_cancelled)
        case .bulk(let header): reply(id, header, usb_redir_cancelled)
        case .configuration: replyConfiguration(id, usb_redir_cancelled)
        case .alternate(let interface): replyAlternate(id, usb_redir_cancelled, interface, 0)
        case nil: break
        }
    }

    private func reply(
        _ id: UInt64, _ header: usb_redir_control_packet_header, _ status: Int,
        _ bytes: [UInt8] = [], length: UInt16? = nil
    ) {
        var header = header
        header.status = UInt8(status)
        header.length = length ?? UInt16(bytes.count)
        Self.lend(bytes) { usbredirparser_send_control_packet(parser, id, &header, $0, $1) }
    }

    private func replyConfiguration(_ id: UInt64, _ status: Int) {
        var header = usb_redir_configuration_status_header(
            status: UInt8(status), configuration: activity.configuration)
        usbredirparser_send_configuration_status(parser, id, &header)
    }

    private func replyAlternate(
        _ id: UInt64, _ status: Int, _ interface: UInt8, _ alternate: UInt8
    ) {
        var header = usb_redir_alt_setting_status_header(
            status: UInt8(status), interface: interface, alt: alternate)
        usbredirparser_send_alt_setting_status(parser, id, &header)
    }
}
