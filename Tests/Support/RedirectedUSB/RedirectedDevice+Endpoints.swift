import CUSBRedir

extension RedirectedDevice {
    /// Keeps a packet until the machine asks the endpoint.
    func send(_ packet: [UInt8], on endpoint: UInt8) {
        outgoing[endpoint, default: []].append(packet)
        serve(endpoint)
    }

    func listen(_ id: UInt64, _ endpoint: UInt8, _ isListening: Bool) {
        guard addressed != nil else { return }
        if isListening { listened.insert(endpoint) } else { listened.remove(endpoint) }
        var header = usb_redir_interrupt_receiving_status_header(
            status: UInt8(usb_redir_success), endpoint: endpoint)
        usbredirparser_send_interrupt_receiving_status(parser, id, &header)
        serve(endpoint)
    }

    /// A packet to an interrupt endpoint.
    func interrupt(_ id: UInt64, _ header: usb_redir_interrupt_packet_header, _ bytes: [UInt8]) {
        guard addressed != nil else { return }
        received.append((header.endpoint, bytes))
        var header = header
        header.status = UInt8(usb_redir_success)
        usbredirparser_send_interrupt_packet(parser, id, &header, nil, 0)
    }

    /// A packet to a bulk endpoint, or the wish for one from it.
    func bulk(_ id: UInt64, _ header: usb_redir_bulk_packet_header, _ bytes: [UInt8]) {
        guard addressed != nil else { return }
        if header.endpoint & 0x80 != 0 {
            pending[id] = .bulk(header)
            serve(header.endpoint)
        } else {
            received.append((header.endpoint, bytes))
            reply(id, header, usb_redir_success, length: bytes.count)
        }
    }

    func reply(
        _ id: UInt64, _ header: usb_redir_bulk_packet_header, _ status: Int,
        _ bytes: [UInt8] = [], length: Int = 0
    ) {
        var header = header
        let length = max(length, bytes.count)
        header.status = UInt8(status)
        header.length = UInt16(length & 0xFFFF)
        header.length_high = UInt16(length >> 16)
        Self.lend(bytes) { usbredirparser_send_bulk_packet(parser, id, &header, $0, $1) }
    }

    /// Lends bytes to the parser, which takes only a null pointer for none.
    static func lend(_ bytes: [UInt8], _ send: (UnsafeMutablePointer<UInt8>?, Int32) -> Void) {
        var bytes = bytes
        bytes.withUnsafeMutableBufferPointer { buffer in
            send(buffer.isEmpty ? nil : buffer.baseAddress, Int32(buffer.count))
        }
    }

    /// Sends what an endpoint has to say, if the machine wants it.
    private func serve(_ endpoint: UInt8) {
        while let packet = outgoing[endpoint]?.first, sendNow(packet, on: endpoint) {
            outgoing[endpoint]?.removeFirst()
        }
    }

    private func sendNow(_ packet: [UInt8], on endpoint: UInt8) -> Bool {
        if listened.contains(endpoint) {
            var header = usb_redir_interrupt_packet_header(
                endpoint: endpoint, status: UInt8(usb_redir_success), length: UInt16(packet.count))
            Self.lend(packet) {
                usbredirparser_send_interrupt_packet(parser, 0, &header, $0, $1)
            }
            return true
        }
        for id in pending.keys.sorted() {
            guard case .bulk(let header) = pending[id], header.endpoint == endpoint else {
                continue
            }
            pending[id] = nil
            reply(id, header, usb_redir_success, packet)
            return true
        }
        return false
    }
}
