import AgentClient
import Glibc
import LicenseBinding
import PlainHTTP
import USBBus
import VerdictText

/// Why a route could not be tried.
enum RouteFailure: Hashable, Sendable {
    /// No license for the program is bound in this way.
    case notApplicable(LicenseRoute)
    /// The path that was named for the socket is none.
    case noSocket
    case agent(AgentError, at: String)
    case bus(USBError)
    case seat(SeatTrouble)

    /// The same as a reason why a seat is not renewed.
    var trouble: SeatTrouble {
        if case .seat(let trouble) = self { return trouble }
        return SeatTrouble(.unreachable, reason.text)
    }
}

extension RouteFailure {
    var reason: LicenseVerdict.Reason {
        switch self {
        case .notApplicable(let route):
            LicenseVerdict.Reason(code: "NOT_APPLICABLE", text: route.absence)
        case .noSocket:
            LicenseVerdict.Reason(
                code: "AGENT_UNREACHABLE", text: "The path of the daemon's socket is none.")
        case .agent(.connection(.silent), let path):
            LicenseVerdict.Reason(
                code: "AGENT_SILENT", text: "The daemon at \(path) did not answer in time.")
        case .agent(.connection(.unreachable(EACCES)), let path):
            LicenseVerdict.Reason(
                code: "AGENT_UNREACHABLE",
                text: "This user may not ask the daemon at \(path): join the group keybound.")
        case .agent(.connection(.unreachable(let code)), let path):
            LicenseVerdict.Reason(
                code: "AGENT_UNREACHABLE",
                text: "No daemon can be reached at \(path): \(SystemError.text(code)). "
                    + "Where one should run: systemctl status keybound")
        case .agent(.refused(let status), let path):
            LicenseVerdict.Reason(
                code: "AGENT_REFUSED", text: "The daemon at \(path) refused with status \(status).")
        case .agent(.connection, let path), .agent(.malformed, let path):
            LicenseVerdict.Reason(
                code: "AGENT_MALFORMED", text: "What listens at \(path) answers like no key agent.")
        case .seat(let trouble): LicenseVerdict.Reason(Refusal.seat(trouble))
        case .bus:
            LicenseVerdict.Reason(
                code: "USB_FAILED", text: "The keys in the ports cannot be listed here.")
        }
    }
}

extension LicenseRoute {
    fileprivate var absence: String {
        switch self {
        case .agent: "No license for this program is bound to one key that proves itself."
        case .direct: "No license for this program is bound to a key."
        case .machine: "No license for this program is bound to the computer alone."
        case .seat: "No seat server is set on this computer."
        }
    }
}
