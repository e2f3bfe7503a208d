import LicenseBinding

enum Fuzzed {
    /// What was understood is sent on in a way that is understood the same.
    static func again<Message: Equatable>(
        _ message: Message?, _ json: (Message) -> JSONObject, _ parse: ([UInt8]) throws -> Message
    ) {
        guard let message else { return }
        let text = JSONValue.object(json(message)).compact
        precondition((try? parse(Array(text.utf8))) == message, "\(text)")
    }
}
