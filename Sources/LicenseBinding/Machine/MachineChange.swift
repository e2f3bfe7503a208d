/// One difference between the computer as it was recorded and as it is.
package enum MachineChange: Hashable, Sendable {
    /// A part is gone. Its name is known where a readable snapshot is.
    case missing(MachinePart, name: String?)
    case added(MachinePart, name: String)
    /// Bytes, rounded to a GiB.
    case memoryShrunk(from: Int64, to: Int64)
    case memoryGrown(from: Int64, to: Int64)

    /// Whether it counts at all: what was added is no change.
    package var isLoss: Bool {
        switch self {
        case .missing, .memoryShrunk: true
        case .added, .memoryGrown: false
        }
    }

    /// Whether it is the loss of a part that the tolerant policy counts.
    package var isCountedLoss: Bool {
        switch self {
        case .missing(let part, _): part.isCounted
        case .memoryShrunk: true
        case .added, .memoryGrown: false
        }
    }
}
