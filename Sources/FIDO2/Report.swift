/// A report as CTAPHID has it (CTAP 2.1, section 11.2.4): the channel in four bytes, a command with
/// its highest bit set, two bytes of length, the payload.
extension [UInt8] {
    private static let greeting: UInt8 = 0x86
    private static let cancel: UInt8 = 0x91
    private static let keepalive: UInt8 = 0xbb
    private static let failure: UInt8 = 0xbf

    /// Whether it is for who sent the other report: on the same channel, and where that is everybody's,
    /// with the same nonce (section 11.2.9.1.3). One of another length is for everybody.
    func isAnswer(to report: [UInt8]) -> Bool {
        guard count == reportLength, report.count == reportLength else { return true }
        guard self[..<4] == report[..<4] else { return false }
        return report[4] != Self.greeting || self[4] != Self.greeting
            || self[7..<15] == report[7..<15]
    }

    /// CTAPHID_CANCEL (section 11.2.9.1.5).
    var isCancel: Bool { count == reportLength && self[4] == Self.cancel }

    var isKeepalive: Bool { count == reportLength && self[4] == Self.keepalive }

    /// CTAPHID_KEEPALIVE with STATUS_UPNEEDED (section 11.2.9.1.7).
    var awaitsTouch: Bool { says(Self.keepalive, 0x02) }

    /// CTAPHID_ERROR (section 11.2.9.1.6) of a key that may answer a little later: ERR_INVALID_SEQ,
    /// ERR_MSG_TIMEOUT, ERR_CHANNEL_BUSY, ERR_LOCK_REQUIRED, ERR_INVALID_CHANNEL.
    var isBusy: Bool {
        [0x04, 0x05, 0x06, 0x0a, 0x0b].contains { says(Self.failure, $0) }
    }

    private func says(_ command: UInt8, _ first: UInt8) -> Bool {
        count == reportLength && self[4] == command && self[7] == first
    }
}
