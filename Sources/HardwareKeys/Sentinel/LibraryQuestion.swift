import Dispatch
import HASP
import Synchronization

/// A question to a publisher's library, on a thread of its own. Its calls cannot be ended: one that hangs
/// keeps its thread, and while it does, nobody who asks gets another one.
final class LibraryQuestion: Sendable {
    typealias Answer = Result<[LibraryKey], LibraryError>

    private static let patience = Duration.seconds(5)
    private static let open = Mutex<[SentinelSettings.Library: LibraryQuestion]>([:])

    private let began = ContinuousClock.now
    private let outcome = Mutex<Answer?>(nil)
    private let isDone = DispatchGroup()

    /// A new question: what an earlier one says may be out of date. It is waited for first.
    /// - Returns: one that hangs, if there is one.
    static func begun(to library: SentinelSettings.Library) -> LibraryQuestion {
        while true {
            let (question, isNew) = open.withLock { open in
                if let question = open[library] { return (question, false) }
                let question = LibraryQuestion()
                open[library] = question
                return (question, true)
            }
            if isNew {
                question.ask(library)
                return question
            }
            if case .failure(.silent) = question.answer() { return question }
        }
    }

    private init() {
        isDone.enter()
    }

    private func ask(_ library: SentinelSettings.Library) {
        DispatchQueue(label: "key").async {
            let answer = Result { () throws(LibraryError) in
                try HASPLibrary(at: library.path, vendorCodeFile: library.vendorCodeFile).keys()
            }
            Self.open.withLock { $0[library] = nil }
            self.outcome.withLock { $0 = answer }
            self.isDone.leave()
        }
    }

    /// Blocks until the library answers, or has had time enough.
    func answer() -> Answer {
        let left = max(began + Self.patience - .now, .zero) / .milliseconds(1)
        _ = isDone.wait(timeout: .now() + .milliseconds(Int(left)))
        return outcome.withLock(\.self) ?? .failure(.silent)
    }
}
