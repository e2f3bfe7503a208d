/// A way to exchange reports with an authenticator: its hidraw node, or a simulated one.
package protocol ReportChannel: Sendable {
    /// Waits for a report.
    /// - Returns: the 64 bytes of a report; nothing if none came in time.
    func read(within limit: Duration) throws(FIDO2Error) -> [UInt8]?

    /// - Parameter report: the 64 bytes of a report, without the report's number.
    func write(_ report: [UInt8]) throws(FIDO2Error)
}

/// Reports of FIDO devices have one length (CTAP 2.1, section 11.2.3).
package let reportLength = 64
