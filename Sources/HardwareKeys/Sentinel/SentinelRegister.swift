import Dispatch
import HASP
import Synchronization

/// Those who know the IDs of HASP and Sentinel keys: the run-time, and the publisher's library.
package struct SentinelRegister: Sendable {
    /// How long a library may take. Its calls cannot be ended; one that hangs keeps a thread.
    private static let libraryPatience = DispatchTimeInterval.seconds(5)

    package let settings: SentinelSettings

    package init(_ settings: SentinelSettings = SentinelSettings()) {
        self.settings = settings
    }

    /// Asks both at once; blocks for a second for the run-time, and for longer only for a library.
    package func toldKeys() -> ToldKeys {
        let library = settings.library.map { library in
            Pending { () throws(LibraryError) in
                try HASPLibrary(at: library.path, vendorCodeFile: library.vendorCodeFile).keys()
            }
        }
        let runtime = Result { () throws(RuntimeError) in try settings.runtime.keys() }
        return ToldKeys(
            runtime: runtime, at: settings.runtime.address,
            library: library.map { $0.result(within: Self.libraryPatience) ?? .failure(.silent) })
    }
}

/// Work on a thread of its own that is not waited for without end.
private final class Pending<Value: Sendable, Failure: Error>: Sendable {
    private let outcome = Mutex<Result<Value, Failure>?>(nil)
    private let isDone = DispatchGroup()

    init(_ work: @escaping @Sendable () throws(Failure) -> Value) {
        isDone.enter()
        DispatchQueue(label: "key").async {
            let result = Result { () throws(Failure) in try work() }
            self.outcome.withLock { $0 = result }
            self.isDone.leave()
        }
    }

    /// Nothing if it takes longer.
    func result(within limit: DispatchTimeInterval) -> Result<Value, Failure>? {
        _ = isDone.wait(timeout: .now() + limit)
        return outcome.withLock(\.self)
    }
}
