import HASP
import LicenseBinding

/// A HASP or Sentinel key in this computer, as the run-time or the publisher's library tells of it.
struct ToldKey: Hashable {
    /// None for models that have none of their own.
    let id: KeyID?
    var model: String?
    var state = KeyState.ready
    var problem: SentinelProblem?
    /// Whether its own engine answered.
    var isConfirmed = false

    init(_ key: RuntimeKey) {
        id = key.id.map { .hasp($0) }
        model = key.model
        if id == nil { state = .anonymous }
    }

    /// - Returns: nothing if the key is not there.
    init?(_ key: LibraryKey) {
        guard let state = key.check.state else { return nil }
        id = .hasp(key.id)
        model = key.model
        self.state = state
        isConfirmed = key.check == .passed
        if state != .ready { problem = .check(key.check) }
    }

    var sighting: KeySighting {
        var sighting = KeySighting(
            id: id, state: state, problem: problem.map { .sentinel([$0]) })
        sighting.toldModel = model
        sighting.isConfirmed = isConfirmed
        return sighting
    }
}

extension LibraryKey.Check {
    /// The state of the key; nothing if it is not there.
    var state: KeyState? {
        switch self {
        case .passed: .ready
        case .wrong: .busy
        case .failed(let failure): failure.state
        }
    }
}

extension HASPFailure {
    fileprivate var state: KeyState? {
        switch meaning {
        case .absent: nil
        // The login has found it; that it cannot encrypt is no fault of it.
        case .done, .unsupported: .ready
        case .forbidden: .noAccess
        case .disturbed: .busy
        case .copied: .duplicateID
        case .runtime, .wrongLibrary, .unexpected: .needsRuntime
        }
    }
}
