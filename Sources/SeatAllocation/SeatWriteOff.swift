/// Why a seat was taken away from its holder, which is written down for good.
package struct SeatWriteOff: Hashable, Sendable {
    package let reason: String
    /// Who did it.
    package let actor: String
    /// In seconds since 1970.
    package let time: Int64

    package init(reason: String, actor: String, time: Int64) {
        self.reason = reason
        self.actor = actor
        self.time = time
    }
}
