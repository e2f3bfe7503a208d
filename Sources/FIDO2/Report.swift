/// A report as CTAPHID has it (CTAP 2.1, section 11.2.4): the channel in four bytes, then a command
/// with its highest bit set and two bytes of length, or a sequence number, and the payload.
struct Report {
    enum Command {
        static let greeting: UInt8 = 0x86
        static let message: UInt8 = 0x90
        static let cancel: UInt8 = 0x91
        static let keepalive: UInt8 = 0xbb
        static let failure: UInt8 = 0xbf
    }

    private let bytes: [UInt8]

    /// - Returns: nothing for bytes of another length.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == reportLength else { return nil }
        self.bytes = bytes
    }

    /// The command that begins here; nothing for the rest of one.
    var command: UInt8? { bytes[4] & 0x80 > 0 ? bytes[4] : nil }

    /// The length of the whole message, if it begins here.
    var messageLength: Int { Int(bytes[5]) << 8 | Int(bytes[6]) }

    var payload: ArraySlice<UInt8> { command == nil ? bytes[5...] : bytes[7...] }

    /// Whether it is for who sent the other report: on the same channel, and where that is everybody's,
    /// with the same nonce (section 11.2.9.1.3).
    func isAnswer(to other: Report) -> Bool {
        guard bytes[..<4] == other.bytes[..<4] else { return false }
        return command != Command.greeting || other.command != Command.greeting
            || payload.prefix(8) == other.payload.prefix(8)
    }

    /// CTAPHID_KEEPALIVE with STATUS_UPNEEDED (section 11.2.9.1.7).
    var awaitsTouch: Bool { command == Command.keepalive && payload.first == 0x02 }

    /// CTAPHID_ERROR (section 11.2.9.1.6) of a key that may answer a little later: ERR_INVALID_SEQ,
    /// ERR_MSG_TIMEOUT, ERR_CHANNEL_BUSY, ERR_LOCK_REQUIRED, ERR_INVALID_CHANNEL.
    var isBusy: Bool {
        command == Command.failure
            && [0x04, 0x05, 0x06, 0x0a, 0x0b].contains(payload[payload.startIndex])
    }
}
