import LicenseBinding
import Synchronization

/// Values by the texts that they were parsed of. Many rows hold the same few texts.
final class Memo<Value: Sendable>: Sendable {
    private static var most: Int { 1000 }

    private let parse: @Sendable (Claims) throws -> Value
    private let values = Mutex<[String: Value]>([:])

    init(_ parse: @escaping @Sendable (Claims) throws -> Value) {
        self.parse = parse
    }

    func value(of text: String) throws -> Value {
        if let known = values.withLock({ $0[text] }) { return known }
        let value = try parse(Claims(parsing: Array(text.utf8)))
        values.withLock { values in
            if values.count >= Self.most { values = [:] }
            values[text] = value
        }
        return value
    }
}
