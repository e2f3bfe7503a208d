import Dispatch
import HASP
import Synchronization

/// A question to a publisher's library, on a thread of its own. Its calls cannot be ended: one that hangs
/// keeps its thread, and whoever asks meanwhile waits for the same answer, and gets no thread more.
final class LibraryQuestion: Sendable {
    typealias Answer = Result<[LibraryKey], LibraryError>

    private static let patience = Duration.seconds(5)
    private static let open = Mutex<[SentinelSettings.Library: LibraryQuestion]>([:])

    private let began = ContinuousClock.now
    private let outcome = Mutex<Answer?>(nil)
    private let isDone = DispatchGroup()

    /// The question that waits for its answer, or a new one.
    static func begun(to library: SentinelSettings.Library) -> LibraryQuestion {
        open.withLock { open in
            if let question = open[library] { return question }
            let question = LibraryQuestion()
            open[library] = question
            question.ask(library)
            return question
        }
    }

    private func ask(_ library: SentinelSettings.Library) {
        isDone.enter()
        DispatchQueue(label: "key").async {
            let answer = Result { () throws(LibraryError) in
                try HASPLibrary(at: library.path, vendorCodeFile: library.vendorCodeFile).keys()
            }
            self.outcome.withLock { $0 = answer }
            Self.open.withLock { $0[library] = nil }
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
