import CFIDO2

/// The channel as libfido2 uses it. It keeps away what is for other programs, which the kernel gives
/// to everybody, and tells apart what libfido2 reports as one: a key that left, one that is busy,
/// and one that says nothing.
final class ReportExchange {
    private let channel: any ReportChannel
    /// When all that is asked has to be answered.
    private let deadline: ContinuousClock.Instant
    /// The last failure of the channel itself, or that the key said it is busy.
    private(set) var failure: FIDO2Error?
    /// Whether the key said last that it waits for a touch.
    private var awaitsTouch = false
    /// What comes of the last command of ours.
    private var answer: IncomingAnswer?
    /// How long the rest of an answer may take that has begun to come, though less was said.
    private static let moment = Duration.milliseconds(500)

    init(_ channel: any ReportChannel, until deadline: ContinuousClock.Instant) {
        self.channel = channel
        self.deadline = deadline
    }

    func read(within limit: Duration?) -> [UInt8]? {
        let time = limit.map { answer?.hasBegun == true ? max($0, Self.moment) : $0 }
        let end = time.map { min(.now + $0, deadline) } ?? deadline
        do throws(FIDO2Error) {
            // A key that floods its line with what is for others keeps nobody longer than that.
            repeat {
                guard let bytes = try channel.read(within: max(end - .now, .zero)) else { break }
                if try isOurs(bytes) { return bytes }
            } while .now < end
            failure = awaitsTouch ? .untouched : .silent
        } catch {
            failure = error
        }
        return nil
    }

    /// Whether a report goes on to libfido2, which complains itself of one of another length.
    private func isOurs(_ bytes: [UInt8]) throws(FIDO2Error) -> Bool {
        guard let report = Report(bytes) else { return true }
        guard answer?.concerns(report) ?? true else { return false }
        guard answer?.take(report) ?? true else { throw .malformed }
        awaitsTouch = report.awaitsTouch
        if report.isBusy { failure = .busy }
        return true
    }

    func write(_ bytes: [UInt8]) -> Bool {
        let command = Report(bytes).flatMap { $0.command == nil ? nil : $0 }
        if let command { answer = IncomingAnswer(to: command) }
        do throws(FIDO2Error) {
            // What ends a wait may always go out.
            guard .now < deadline || command?.command == Report.Command.cancel else {
                throw .silent
            }
            try channel.write(bytes)
            return true
        } catch {
            failure = error
            return false
        }
    }

    func forgetFailure() {
        failure = nil
        awaitsTouch = false
    }
}

/// libfido2's functions for input and output, with a `ReportExchange` as their handle.
enum ReportFunctions {
    static var all: fido_dev_io_t {
        unsafe fido_dev_io_t(
            open: { unsafe ReportFunctions.open($0) }, close: { _ in },
            read: { unsafe ReportFunctions.read($0, $1, $2, $3) },
            write: { unsafe ReportFunctions.write($0, $1, $2) })
    }

    /// The path that makes `open` give this exchange. It holds no reference: whoever opens a device
    /// keeps the exchange for as long.
    static func path(to exchange: ReportExchange) -> String {
        unsafe String(UInt(bitPattern: Unmanaged.passUnretained(exchange).toOpaque()))
    }

    private static func open(_ path: UnsafePointer<CChar>?) -> UnsafeMutableRawPointer? {
        guard let path = unsafe path, let address = unsafe UInt(String(cString: path)) else {
            return nil
        }
        return unsafe UnsafeMutableRawPointer(bitPattern: address)
    }

    private static func read(
        _ handle: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int,
        _ milliseconds: Int32
    ) -> Int32 {
        guard let buffer = unsafe buffer, count == reportLength else { return -1 }
        let limit = milliseconds < 0 ? nil : Duration.milliseconds(Int(milliseconds))
        guard let report = unsafe exchange(handle)?.read(within: limit), report.count == count
        else { return -1 }
        unsafe buffer.update(from: report, count: count)
        return Int32(count)
    }

    private static func write(
        _ handle: UnsafeMutableRawPointer?, _ buffer: UnsafePointer<UInt8>?, _ count: Int
    ) -> Int32 {
        // The number of the report goes before it, and is 0: there is only one.
        guard let buffer = unsafe buffer, count == reportLength + 1 else { return -1 }
        let report = unsafe Array(UnsafeBufferPointer(start: buffer + 1, count: reportLength))
        return unsafe exchange(handle)?.write(report) == true ? Int32(count) : -1
    }

    private static func exchange(_ handle: UnsafeMutableRawPointer?) -> ReportExchange? {
        guard let handle = unsafe handle else { return nil }
        return unsafe Unmanaged<ReportExchange>.fromOpaque(handle).takeUnretainedValue()
    }
}
