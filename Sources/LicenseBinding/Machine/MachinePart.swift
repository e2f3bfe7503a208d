/// The kinds of things that a computer is recognized by. Memory is not among them: it is compared
/// by its size.
package enum MachinePart: String, CaseIterable, Sendable {
    case osName, osVersion, systemID, installDate, hostName
    case board, firmware, processor, networkAdapter, disk

    /// Whether its absence counts under the tolerant policy. Names, versions and dates of the
    /// system change in daily life and only warn.
    package var isCounted: Bool {
        switch self {
        case .osName, .osVersion, .installDate, .hostName: false
        case .systemID, .board, .firmware, .processor, .networkAdapter, .disk: true
        }
    }
}
