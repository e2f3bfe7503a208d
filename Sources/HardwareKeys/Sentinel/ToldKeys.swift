import HASP
import LicenseBinding
import PlainHTTP

/// All HASP and Sentinel keys in this computer that are told.
struct ToldKeys: Hashable, Sendable {
    private(set) var keys: [ToldKey] = []
    private(set) var problems: [SentinelProblem] = []
    /// Whether the run-time answered, and so told of all keys.
    private(set) var isRuntimeAnswered = false
    /// Whether somebody answered; if not, nothing is known of any key.
    private(set) var isAnswered = false

    /// - Parameters:
    ///   - runtime: what the run-time said.
    ///   - library: what the publisher's library said; nothing where none is named.
    init(
        runtime: Result<[RuntimeKey], RuntimeError>, at address: ServiceAddress,
        library: Result<[LibraryKey], LibraryError>? = nil
    ) {
        switch runtime {
        case .success(let told):
            keys = told.map { ToldKey($0) }
            isRuntimeAnswered = true
            isAnswered = true
        case .failure(let error): problems.append(.runtime(error, at: address))
        }
        switch library {
        case .success(let told):
            told.forEach { add($0) }
            isAnswered = true
        case .failure(let error): problems.append(.library(error))
        case nil: break
        }
    }

    /// What the library has seen goes before what the run-time says.
    private mutating func add(_ key: LibraryKey) {
        let listed = keys.firstIndex { $0.id == .hasp(key.id) }
        guard var told = ToldKey(key) else {
            if let listed { keys.remove(at: listed) }
            return
        }
        guard let listed else { return keys.append(told) }
        told.model = keys[listed].model ?? told.model
        keys[listed] = told
    }
}
