package import SeatAllocation
import SeatProtocol

/// Who asks a server, as far as that is more than his words.
package struct SeatPeer: Hashable, Sendable {
    /// Where he comes from; nothing for this computer's own socket.
    package let address: SeatAddress?
    /// The user, as the kernel says.
    package let user: String?
    /// The computer, as its token or certificate says, or as this is it.
    package let host: String?
    /// Whether he may take seats away from others, and sees who has been refused.
    package let isAdministrator: Bool

    package init(
        address: SeatAddress? = nil, user: String? = nil, host: String? = nil,
        isAdministrator: Bool = false
    ) {
        self.address = address
        self.user = user
        self.host = host
        self.isAdministrator = isAdministrator
    }

    /// How he is called where he does something that is written down.
    var name: String {
        [user, host].compactMap(\.self).joined(separator: " at ")
    }

    /// Why he may not claim in these names: what is known of him says otherwise.
    func contradiction(to asked: SeatRequest) -> SeatProblem? {
        guard !isAdministrator else { return nil }
        if let host, host.lowercased() != asked.host.lowercased() {
            return SeatProblem(
                status: 403, code: "SEAT_DENIED",
                detail: "This is the computer \(host), and no other may be named: \(asked.host).")
        }
        if let user, user.lowercased() != asked.user.lowercased() {
            return SeatProblem(
                status: 403, code: "SEAT_DENIED",
                detail: "This is the user \(user), and no other may be named: \(asked.user).")
        }
        return nil
    }

    /// Whether names are his: a computer that is known vouches for its users.
    func knows(user claimed: String, host claimedHost: String) -> Bool {
        host?.lowercased() == claimedHost.lowercased()
            && (user.map { $0.lowercased() == claimed.lowercased() } ?? true)
    }
}
