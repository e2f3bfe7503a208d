/// A seat of the network that was verified: for how long it is a program's.
package struct SeatEvidence: Hashable, Sendable {
    /// Until the lease has ended; below zero since then.
    package var left: Duration
    /// Why it was not renewed, if that was tried in vain.
    package var trouble: SeatTrouble?

    package init(left: Duration, trouble: SeatTrouble? = nil) {
        self.left = left
        self.trouble = trouble
    }

    /// The same, some time later.
    func aged(by time: Duration) -> SeatEvidence {
        SeatEvidence(left: left - time, trouble: trouble)
    }
}
