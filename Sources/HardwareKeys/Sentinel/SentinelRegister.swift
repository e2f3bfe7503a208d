import HASP

/// Those who know the IDs of HASP and Sentinel keys: the run-time, and the publisher's library.
package struct SentinelRegister: Sendable {
    private let settings: SentinelSettings

    package init(_ settings: SentinelSettings = SentinelSettings()) {
        self.settings = settings
    }

    /// Asks both at once; blocks for a second for the run-time, and for longer only for a library.
    func toldKeys() -> ToldKeys {
        let library = settings.library.map { LibraryQuestion.begun(to: $0) }
        let runtime = Result { () throws(RuntimeError) in try settings.runtime.keys() }
        return ToldKeys(
            runtime: runtime, at: settings.runtime.address,
            library: library.map { $0.answer() })
    }
}
