/// Nothing came in time.
package struct AwaitingTimeout: Error {
    package let what: String
    package let limit: Duration
}

/// Looks again and again until there is a value.
package func awaiting<Value>(
    _ what: @autoclosure () -> String, within limit: Duration, _ value: () throws -> Value?
) async throws -> Value {
    let end = ContinuousClock.now + limit
    while true {
        let isOver = ContinuousClock.now >= end
        if let value = try value() { return value }
        guard !isOver else { throw AwaitingTimeout(what: what(), limit: limit) }
        try await Task.sleep(for: .milliseconds(2))
    }
}
