import LicenseBinding
import SeatAllocation
import SeatProtocol
import VerdictText

extension SeatProblem {
    static let notAllowed = SeatProblem(
        status: 403, code: "NOT_ALLOWED",
        detail: "Only the server's administrator may do that, on the server's own computer.")

    init(_ refusal: SeatRefusal) {
        let status = refusal.code == "SEATS_FULL" ? 409 : 403
        self.init(
            status: status, code: refusal.code, detail: refusal.text,
            retryAfter: status == 409 ? 5 : nil)
    }

    init(_ obstacle: SeatAuthority.Obstacle, _ license: LicenseID) {
        switch obstacle {
        case .keyAbsent:
            self.init(
                status: 503, code: "KEY_ABSENT",
                detail:
                    "The hardware key of the license \(license) is not plugged into the server. "
                    + "Plug it in; until then no seats are granted.", retryAfter: 5)
        case .keyBusy:
            self.init(
                status: 503, code: "KEY_ABSENT",
                detail: "The hardware key of the license \(license) does not answer, as another "
                    + "program on the server uses it.", retryAfter: 5)
        case .keyCopied(let key):
            self.init(
                status: 503, code: "KEY_ABSENT",
                detail:
                    "There is a copy of the key \(key): it has signed elsewhere, or two show its "
                    + "ID. No seats are granted by it.")
        case .serverUnnamed:
            self.init(
                status: 403, code: "SEAT_DENIED",
                detail:
                    "The key of the license \(license) cannot sign, and the license names no seat server. "
                    + "Activate it anew on the server, or send the publisher what keybound seats server shows."
            )
        case .otherServer:
            self.init(
                status: 403, code: "SEAT_DENIED",
                detail:
                    "The license \(license) names another seat server. If this one takes its place: "
                    + "activate it anew here, or bring back agent/seat-server.key of the store.")
        case .license(let refusals):
            let text = refusals.first.map { RefusalText($0).sentence } ?? ""
            self.init(
                status: 403, code: "SEAT_DENIED",
                detail: "The server's license \(license) does not hold. \(text)")
        }
    }
}

extension SeatRefusal {
    /// For people.
    package var text: String {
        switch self {
        case .full(let seats): "All seats are taken: there are \(seats)."
        case .denied(let denial): denial.text
        case .poolUnknown: "The server has no seats of this kind."
        case .otherLease: "The lease is another client's: its secret or its content is another one."
        case .leaseEnded: "There is no such lease any more. Claim a seat anew."
        case .idle(let most): "The seat was not used for \(most.text), and others may have it."
        case .queueFull: "All seats are taken, and too many wait already."
        }
    }
}

extension SeatRefusal.Denial {
    fileprivate var text: String {
        switch self {
        case .excluded(let group): "The rules exclude the group \(group)."
        case .notIncluded: "The rules give seats to some groups, and none of them is yours."
        case .most(let most, let group):
            "The group \(group) has \(most) seats, the most it may have."
        case .mostPerUser(let most): "A user has at most \(most) seats, and you have them."
        case .borrowing: "The rules let you borrow no seat."
        case .borrowed(let most): "At most \(most) seats may be borrowed at once, and they are."
        case .borrowTooLong(let longest): "A seat may be borrowed for at most \(longest.text)."
        }
    }
}
