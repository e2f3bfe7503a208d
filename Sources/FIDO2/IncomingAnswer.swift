import CBOR

/// The key's answer to a command, as its reports come in.
struct IncomingAnswer {
    private static let cbor: UInt8 = 0x90
    private static let getAssertion: UInt8 = 0x02
    /// How many of the credentials are the key's own (CTAP 2.0, section 5.2). libfido2 makes room for
    /// as many as it says.
    private static let numberOfCredentials = CBORValue.integer(0x05)
    private static let mostCredentials = 64

    /// What was asked: the first report of the last command of ours.
    private var command: [UInt8] = []
    private var bytes: [UInt8] = []
    private var count = 0

    /// A report goes out.
    mutating func ask(_ report: [UInt8]) {
        guard report.count == reportLength, report[4] & 0x80 > 0 else { return }
        self = IncomingAnswer(command: report)
    }

    private init(command: [UInt8]) {
        self.command = command
    }

    init() {}

    /// A report comes in.
    /// - Returns: whether it may go on to libfido2.
    mutating func take(_ report: [UInt8]) -> Bool {
        guard asksForAssertion, report.count == reportLength else { return true }
        if report[4] == Self.cbor {
            count = Int(report[5]) << 8 | Int(report[6])
            bytes = Array(report[7...].prefix(count))
        } else if report[4] & 0x80 == 0 {
            bytes += report[5...].prefix(count - bytes.count)
        }
        guard !bytes.isEmpty, bytes.count == count, bytes[0] == 0 else { return true }
        guard let answer = CBORValue(decoding: Array(bytes.dropFirst())) else { return false }
        guard let number = answer[Self.numberOfCredentials] else { return true }
        return number.integer.map { $0 <= Self.mostCredentials } ?? false
    }

    private var asksForAssertion: Bool {
        !command.isEmpty && command[4] == Self.cbor && command[7] == Self.getAssertion
    }
}
