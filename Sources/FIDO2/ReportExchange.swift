import CFIDO2

/// The channel as libfido2 uses it. It tells apart what libfido2 reports as one: a key that left,
/// one that is busy, and one that says nothing.
final class ReportExchange {
    private let channel: any ReportChannel
    /// The last failure of the channel itself, or that the key said it is busy.
    private(set) var failure: FIDO2Error?
    /// Whether the key said last that it waits for a touch.
    private var awaitsTouch = false

    init(_ channel: any ReportChannel) {
        self.channel = channel
    }

    func read(within limit: Duration?) -> [UInt8]? {
        do throws(FIDO2Error) {
            guard let report = try channel.read(within: limit ?? .seconds(86400)) else {
                failure = awaitsTouch ? .untouched : .silent
                return nil
            }
            awaitsTouch = Self.awaitsTouch(report)
            if Self.isBusy(report) { failure = .busy }
            return report
        } catch {
            failure = error
            return nil
        }
    }

    func write(_ report: [UInt8]) -> Bool {
        do throws(FIDO2Error) {
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

    /// CTAPHID_KEEPALIVE with STATUS_UPNEEDED (CTAP 2.1, section 11.2.9.2.1).
    private static func awaitsTouch(_ report: [UInt8]) -> Bool {
        report.count == reportLength && report[4] == 0xbb && report[7] == 0x02
    }

    /// CTAPHID_ERROR with ERR_CHANNEL_BUSY (CTAP 2.1, section 11.2.9.1.6).
    private static func isBusy(_ report: [UInt8]) -> Bool {
        report.count == reportLength && report[4] == 0xbf && report[7] == 0x06
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
