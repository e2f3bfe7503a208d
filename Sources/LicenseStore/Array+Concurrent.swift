import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// From so many elements on, more than one core is worth its threads.
    private static var few: Int { 64 }

    /// Maps runs of the array, on all cores if there are many elements. The order stays.
    /// - Parameter body: maps one run; it is called at the same time for several.
    func concurrentMap<Value: Sendable>(
        _ body: @Sendable (ArraySlice<Element>) -> [Value]
    ) -> [Value] {
        guard count > Self.few else { return body(self[...]) }
        let runs = stride(from: 0, to: count, by: Self.few).map { start in
            self[start..<Swift.min(start + Self.few, count)]
        }
        let results = Mutex([[Value]](repeating: [], count: runs.count))
        DispatchQueue.concurrentPerform(iterations: runs.count) { index in
            let values = body(runs[index])
            results.withLock { $0[index] = values }
        }
        return results.withLock { $0.flatMap(\.self) }
    }
}
