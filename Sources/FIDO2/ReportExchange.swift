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
    /// The last report of ours.
    private var own: [UInt8] = []
    private var answer = IncomingAnswer()
    /// Whether an answer has begun to come, and its rest may take a moment more than was said.
    private var hasBegun = false
    private static let moment = Duration.milliseconds(500)

    init(_ channel: any ReportChannel, until deadline: ContinuousClock.Instant) {
        self.channel = channel
        self.deadline = deadline
    }

    func read(within limit: Duration?) -> [UInt8]? {
        let time = limit.map { hasBegun ? max($0, Self.moment) : $0 }
        let end = time.map { min(.now + $0, deadline) } ?? deadline
        do throws(FIDO2Error) {
            // A key that floods its line with what is for others keeps nobody longer than that.
            repeat {
                guard let report = try channel.read(within: max(end - .now, .zero)) else { break }
                guard report.isAnswer(to: own) else { continue }
                guard answer.take(report) else { throw .malformed }
                awaitsTouch = report.awaitsTouch
                hasBegun = !report.isKeepalive
                if report.isBusy { failure = .busy }
                return report
            } while .now < end
            failure = awaitsTouch ? .untouched : .silent
        } catch {
            failure = error
        }
        return nil
    }

    func write(_ report: [UInt8]) -> Bool {
        own = report
        answer.ask(report)
        hasBegun = false
        do throws(FIDO2Error) {
            // What ends a wait may always go out.
            guard .now < deadline || report.isCancel else { throw .silent }
            try channel.write(report)
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
