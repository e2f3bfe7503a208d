import CBOR

/// The key's answer to a command, as its reports come in.
struct IncomingAnswer {
    private static let getAssertion: UInt8 = 0x02
    /// How many of the credentials are the key's own (CTAP 2.0, section 5.2). libfido2 makes room for
    /// as many as it says.
    private static let numberOfCredentials = CBORValue.integer(0x05)
    private static let mostCredentials = 64

    /// The first report of the command.
    private let command: Report
    private var bytes: [UInt8] = []
    private var count = 0

    init(to command: Report) {
        self.command = command
    }

    /// Whether it has begun to come.
    var hasBegun: Bool { count > 0 }

    /// Whether a report is a part of it, or at least for who gave the command.
    func concerns(_ report: Report) -> Bool { report.isAnswer(to: command) }

    /// A report comes in.
    /// - Returns: whether it may go on to libfido2.
    mutating func take(_ report: Report) -> Bool {
        switch report.command {
        case Report.Command.message?:
            count = report.messageLength
            bytes = Array(report.payload.prefix(count))
        case nil: bytes += report.payload.prefix(count - bytes.count)
        default: return true
        }
        guard asksForAssertion, bytes.count == count, bytes.first == 0 else { return true }
        guard let answer = CBORValue(decoding: Array(bytes.dropFirst())) else { return false }
        guard let number = answer[Self.numberOfCredentials] else { return true }
        return number.integer.map { $0 <= Self.mostCredentials } ?? false
    }

    private var asksForAssertion: Bool {
        command.command == Report.Command.message && command.payload.first == Self.getAssertion
    }
}
