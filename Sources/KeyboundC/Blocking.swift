import Dispatch
import Synchronization

/// Lets a thread of C wait for what tasks do.
enum Blocking {
    private final class Answer<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    static func value<Value: Sendable>(
        _ work: @escaping @Sendable () async -> Value
    ) -> Value {
        let done = DispatchSemaphore(value: 0)
        let answer = Answer<Value>()
        Task.detached {
            let value = await work()
            answer.value.withLock { $0 = value }
            done.signal()
        }
        done.wait()
        guard let value = answer.value.withLock(\.self) else {
            preconditionFailure("it was signaled after it was set")
        }
        return value
    }
}
