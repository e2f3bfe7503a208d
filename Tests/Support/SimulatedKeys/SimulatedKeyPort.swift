import Synchronization

/// The transport of a simulated key: reports of 64 bytes in and out (CTAPHID: CTAP 2.1, section
/// 11.2). Several programs may speak through it, each on a channel of its own.
package final class SimulatedKeyPort: Sendable {
    private enum Command {
        static let ping: UInt8 = 0x81
        static let greet: UInt8 = 0x86
        static let cbor: UInt8 = 0x90
        static let cancel: UInt8 = 0x91
        static let keepalive: UInt8 = 0xbb
        static let failure: UInt8 = 0xbf
    }

    private struct State {
        var reports = 0
        var lastChannel: UInt32 = 1
        /// The message that is under way, by its channel.
        var pending: [UInt32: Pending] = [:]
        /// The channel whose command waits for a touch.
        var waiting: UInt32?
    }

    private struct Pending {
        let command: UInt8
        let count: Int
        var bytes: [UInt8]
        var sequence: UInt8 = 0
    }

    /// A channel that goes when its program lets go of it.
    private struct Listener {
        weak let channel: SimulatedChannel?
    }

    package let key: SimulatedKey
    private let state = Mutex(State())
    private let listeners = Mutex<[Listener]>([])

    package init(_ key: SimulatedKey) {
        self.key = key
    }

    /// Whether it was pulled out.
    package var isGone: Bool {
        let reports = state.withLock(\.reports)
        return key.quirks.pulledAfter.map { reports > $0 } ?? false
    }

    func add(_ channel: SimulatedChannel) {
        listeners.withLock { listeners in
            listeners.removeAll { $0.channel == nil }
            listeners.append(Listener(channel: channel))
        }
    }

    /// Lets everybody have what the key says to a report.
    func deliver(answersTo report: [UInt8]) {
        listeners.withLock { listeners in
            let answers = answer(to: report)
            for listener in listeners { listener.channel?.receive(answers) }
        }
    }

    /// What the key says to a report of the host.
    package func answer(to report: [UInt8]) -> [[UInt8]] {
        guard report.count == 64 else { return [] }
        let channel = report[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        let message = state.withLock { state -> Pending? in
            state.reports += 1
            return Self.collect(report, channel, &state)
        }
        guard let message else { return [] }
        return answer(to: message, on: channel)
    }

    private static func collect(
        _ report: [UInt8], _ channel: UInt32, _ state: inout State
    ) -> Pending? {
        if report[4] & 0x80 > 0 {
            let count = Int(report[5]) << 8 | Int(report[6])
            state.pending[channel] = Pending(
                command: report[4], count: count, bytes: Array(report[7...].prefix(count)))
        } else {
            guard var message = state.pending[channel], message.sequence == report[4] else {
                return nil
            }
            message.bytes += report[5...].prefix(message.count - message.bytes.count)
            message.sequence += 1
            state.pending[channel] = message
        }
        guard let message = state.pending[channel], message.bytes.count == message.count else {
            return nil
        }
        state.pending[channel] = nil
        return message
    }

    private func answer(to message: Pending, on channel: UInt32) -> [[UInt8]] {
        switch message.command {
        case Command.greet:
            let new = state.withLock { state in
                state.lastChannel += 1
                return state.lastChannel
            }
            let own = (0..<4).map { UInt8(truncatingIfNeeded: new >> (24 - 8 * $0)) }
            // Version 2 of the transport, version 1.0.0 of the device; CBOR and no U2F, or neither.
            let abilities: UInt8 = key.quirks.isPredecessor ? 0 : 0x0c
            return Self.reports(
                Command.greet, message.bytes + own + [2, 1, 0, 0, abilities], channel)
        case Command.ping: return Self.reports(Command.ping, message.bytes, channel)
        case Command.cbor:
            // A key does one thing at a time.
            let isBusy = key.isBusy || state.withLock { $0.waiting != nil }
            guard !isBusy else { return Self.reports(Command.failure, [0x06], channel) }
            if key.waitsForTouch(message.bytes) {
                state.withLock { $0.waiting = channel }
                return Self.reports(Command.keepalive, [0x02], channel)
            }
            return Self.reports(Command.cbor, key.answer(to: message.bytes), channel)
        case Command.cancel:
            let isWaiting = state.withLock { state in
                defer { if state.waiting == channel { state.waiting = nil } }
                return state.waiting == channel
            }
            guard isWaiting else { return [] }
            return Self.reports(Command.cbor, [Status.keepaliveCancel.code], channel)
        default: return Self.reports(Command.failure, [0x01], channel)
        }
    }

    private static func reports(
        _ command: UInt8, _ bytes: [UInt8], _ channel: UInt32
    ) -> [[UInt8]] {
        let own = (0..<4).map { UInt8(truncatingIfNeeded: channel >> (24 - 8 * $0)) }
        var rest = bytes[...]
        var head = own + [command, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)]
        var reports: [[UInt8]] = []
        var sequence: UInt8 = 0
        repeat {
            let part = rest.prefix(64 - head.count)
            rest = rest.dropFirst(part.count)
            reports.append(
                head + part + Array(repeating: 0, count: 64 - head.count - part.count))
            head = own + [sequence]
            sequence += 1
        } while !rest.isEmpty
        return reports
    }
}
