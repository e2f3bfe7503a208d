import AgentProtocol
import LicenseBinding
import PlainHTTP

/// What an agent tells, as a program needs it.
package enum AgentNotice: Hashable, Sendable {
    /// The agent has begun to tell; nothing is missed if the last answer had this number.
    case listening(sequence: Int64?)
    /// A key came, left, or is in another state.
    case keys
    case verdict

    init?(_ event: EventReader.Event) {
        switch AgentEvent(rawValue: event.name) {
        case .listening:
            let claims = try? Claims(parsing: Array(event.data.utf8))
            self = .listening(
                sequence: (try? claims?.integer("sequence", in: 0...Int64.max)) ?? nil)
        case .keys: self = .keys
        case .verdict: self = .verdict
        // Seats are told to people and scripts; a program's own seat is asked for.
        case .seats, nil: return nil
        }
    }
}
