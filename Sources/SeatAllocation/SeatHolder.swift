/// Who takes a seat, as the client says it, unless the server knows better.
package struct SeatHolder: Hashable, Sendable {
    package let user: String
    package let host: String
    /// What the client calls its session, for people.
    package let session: String
    /// Where it comes from, if that is known.
    package let address: SeatAddress?
    /// Whether user and host are more than words: by a certificate, or as a peer on this computer.
    package let isKnown: Bool

    package init(
        user: String, host: String, session: String = "", address: SeatAddress? = nil,
        isKnown: Bool = false
    ) {
        self.user = user
        self.host = host
        self.session = session
        self.address = address
        self.isKnown = isKnown
    }
}
